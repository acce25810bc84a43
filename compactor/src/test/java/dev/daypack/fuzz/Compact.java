package dev.daypack.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Any Thrift structure in the compact protocol as a tree that can be changed and written again, sense or nonsense.
 * Values are {@link Long} (all integers), {@code Double} as its eight bytes, {@code byte[]}, {@link Boolean},
 * {@link Struct} and {@link Elements}.
 */
final class Compact {

    static final int TRUE = 1;
    static final int FALSE = 2;
    static final int BYTE = 3;
    static final int I64 = 6;
    static final int DOUBLE = 7;
    static final int BINARY = 8;
    static final int LIST = 9;
    static final int STRUCT = 12;

    private static final int LONG_SIZE = 15;

    private Compact() {}

    /** A field; its type is what is written, whatever the value is. */
    static final class Field {
        int id;
        int type;
        Object value;

        Field(int id, int type, Object value) {
            this.id = id;
            this.type = type;
            this.value = value;
        }
    }

    /** Fields in order; any may stand there twice. */
    static final class Struct {
        final List<Field> fields = new ArrayList<>();

        /** The first field of a number, or null. */
        Field field(int id) {
            return fields.stream().filter(field -> field.id == id).findFirst().orElse(null);
        }

        /** The number in a field, or {@code otherwise} if it is not there or no number. */
        long number(int id, long otherwise) {
            Field field = field(id);
            return field != null && field.value instanceof Long number ? number : otherwise;
        }

        /** Fields of a list of structures that is in a field. */
        List<Struct> structs(int id) {
            Field field = field(id);
            List<Struct> structs = new ArrayList<>();
            if (field != null && field.value instanceof Elements elements) {
                elements.values.forEach(value -> {
                    if (value instanceof Struct struct) {
                        structs.add(struct);
                    }
                });
            }
            return structs;
        }
    }

    /** A list or set. */
    static final class Elements {
        int type;
        final List<Object> values = new ArrayList<>();

        /** What the header says beyond the truth. */
        long lie;
    }

    /** Reads from a place on; afterwards {@link #position} is where the structure ended. */
    static final class Reader {
        private final byte[] bytes;
        int position;

        Reader(byte[] bytes, int position) {
            this.bytes = bytes;
            this.position = position;
        }

        Struct struct() {
            Struct struct = new Struct();
            int id = 0;
            while (true) {
                int header = bytes[position++] & 0xff;
                if (header == 0) {
                    return struct;
                }
                int delta = header >>> 4;
                id = delta == 0 ? (int) zigZag() : id + delta;
                int type = header & 15;
                Object value = type == TRUE ? Boolean.TRUE : type == FALSE ? Boolean.FALSE : value(type);
                struct.fields.add(new Field(id, type, value));
            }
        }

        private Object value(int type) {
            return switch (type) {
                case TRUE, FALSE -> bytes[position++] == TRUE;
                case BYTE -> (long) bytes[position++];
                case 4, 5, I64 -> zigZag();
                case DOUBLE -> taken(8);
                case BINARY -> taken((int) varLong());
                case LIST, 10 -> elements();
                case STRUCT -> struct();
                default -> throw new IllegalArgumentException("type " + type);
            };
        }

        private Elements elements() {
            int header = bytes[position++] & 0xff;
            Elements elements = new Elements();
            elements.type = header & 15;
            long size = header >>> 4 == LONG_SIZE ? varLong() : header >>> 4;
            for (long i = 0; i < size; i++) {
                elements.values.add(value(elements.type));
            }
            return elements;
        }

        private byte[] taken(int count) {
            byte[] taken = java.util.Arrays.copyOfRange(bytes, position, position + count);
            position += count;
            return taken;
        }

        private long varLong() {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                int next = bytes[position++];
                value |= (next & 0x7fL) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }

        private long zigZag() {
            long value = varLong();
            return (value >>> 1) ^ -(value & 1);
        }
    }

    /** The structure as bytes. */
    static byte[] bytes(Struct struct) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(struct, out);
        return out.toByteArray();
    }

    private static void write(Struct struct, ByteArrayOutputStream out) {
        int last = 0;
        for (Field field : struct.fields) {
            int type = field.value instanceof Boolean is && field.type <= FALSE ? (is ? TRUE : FALSE) : field.type;
            int delta = field.id - last;
            if (delta > 0 && delta < LONG_SIZE) {
                out.write(delta << 4 | type);
            } else {
                out.write(type);
                varLong((long) field.id << 1 ^ field.id >> 31, out);
            }
            last = field.id;
            if (type > FALSE) {
                write(type, field.value, out);
            }
        }
        out.write(0);
    }

    /** What the value is decides how it is written; the type is only said. */
    private static void write(int type, Object value, ByteArrayOutputStream out) {
        if (value instanceof Boolean is) {
            out.write(is ? TRUE : FALSE);
        } else if (value instanceof Long number) {
            if (type == BYTE) {
                out.write(number.intValue());
            } else {
                varLong(number << 1 ^ number >> 63, out);
            }
        } else if (value instanceof byte[] bytes) {
            if (type != DOUBLE) {
                varLong(bytes.length, out);
            }
            out.writeBytes(bytes);
        } else if (value instanceof Elements elements) {
            long size = elements.values.size() + elements.lie;
            if (size >= 0 && size < LONG_SIZE) {
                out.write((int) size << 4 | elements.type);
            } else {
                out.write(LONG_SIZE << 4 | elements.type);
                varLong(size, out);
            }
            elements.values.forEach(element -> write(elements.type, element, out));
        } else {
            write((Struct) value, out);
        }
    }

    private static void varLong(long value, ByteArrayOutputStream out) {
        long left = value;
        while ((left & ~0x7fL) != 0) {
            out.write((int) (left & 0x7f) | 0x80);
            left >>>= 7;
        }
        out.write((int) left);
    }
}
