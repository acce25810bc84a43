package dev.daypack.fuzz;

import dev.daypack.fuzz.Compact.Elements;
import dev.daypack.fuzz.Compact.Field;
import dev.daypack.fuzz.Compact.Struct;
import dev.daypack.fuzz.MutableFile.Page;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes mutants by seed: one change mostly, sometimes up to three. */
final class Mutator {

    private static final long[] NUMBERS = {
        0,
        -1,
        1,
        2,
        7,
        Byte.MAX_VALUE,
        Short.MAX_VALUE,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 31,
        1L << 40,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private static final int[] TYPES = {1, 3, 5, 6, 7, 8, 9, 12, 13};
    private static final int MOST_CHANGES = 3;

    private final List<Golden> goldens;

    Mutator(List<Golden> goldens) {
        this.goldens = goldens;
    }

    Mutant mutant(long seed) {
        return mutant(seed, MOST_CHANGES);
    }

    /** The mutant of a seed with so many of its changes at most. */
    Mutant mutant(long seed, int most) {
        SplittableRandom random = new SplittableRandom(seed * 0x9E37_79B9_7F4A_7C15L);
        Golden golden = goldens.get(random.nextInt(goldens.size()));
        int changes = Math.min(most, random.nextInt(5) < 4 ? 1 : 2 + random.nextInt(MOST_CHANGES - 1));
        Work work = new Work(golden, random);
        for (int i = 0; i < changes; i++) {
            work.change();
        }
        return new Mutant(seed, golden, work.bytes(), work.told, work.isBelied && work.told.size() == 1);
    }

    /** One mutant while it is made. */
    private static final class Work {
        private final SplittableRandom random;
        private final List<String> told = new ArrayList<>();
        private MutableFile file;

        /** After a change that leaves no structure to change. */
        private byte[] raw;

        private boolean isBelied;

        Work(Golden golden, SplittableRandom random) {
            this.random = random;
            this.file = new MutableFile(golden.bytes());
        }

        byte[] bytes() {
            return raw == null ? file.bytes() : raw;
        }

        void change() {
            List<Page> pages = raw == null ? file.pages() : List.of();
            int kind = raw == null && !pages.isEmpty() ? random.nextInt(20) : 19;
            if (kind < 7) {
                tree("footer", file.footer);
            } else if (kind < 11) {
                Page page = pages.get(random.nextInt(pages.size()));
                tree(page.name() + " header", page.header());
                file.putHeader(page);
            } else if (kind < 17) {
                body(pages.get(random.nextInt(pages.size())));
            } else if (kind == 17) {
                movePage(pages);
            } else {
                plain();
            }
        }

        /** A field, or an element of a list, by its place. */
        private record Slot(String path, Struct struct, int field, Elements elements, int element) {}

        private static void collect(String path, Struct struct, List<Slot> slots) {
            for (int i = 0; i < struct.fields.size(); i++) {
                Field field = struct.fields.get(i);
                String at = path + "." + field.id;
                slots.add(new Slot(at, struct, i, null, 0));
                if (field.value instanceof Struct inner) {
                    collect(at, inner, slots);
                } else if (field.value instanceof Elements elements) {
                    for (int j = 0; j < elements.values.size(); j++) {
                        String element = at + "[" + j + "]";
                        slots.add(new Slot(element, null, 0, elements, j));
                        if (elements.values.get(j) instanceof Struct inner) {
                            collect(element, inner, slots);
                        }
                    }
                }
            }
        }

        private void tree(String name, Struct root) {
            List<Slot> slots = new ArrayList<>();
            collect("", root, slots);
            if (slots.isEmpty()) {
                told.add(name + " is empty");
                return;
            }
            Slot slot = slots.get(random.nextInt(slots.size()));
            told.add(name + slot.path() + " " + (slot.struct() == null ? element(slot) : field(slot)));
        }

        private String field(Slot slot) {
            List<Field> fields = slot.struct().fields;
            Field field = fields.get(slot.field());
            switch (random.nextInt(10)) {
                case 0 -> {
                    fields.remove(slot.field());
                    return "dropped";
                }
                case 1 -> {
                    fields.add(slot.field(), new Field(field.id, field.type, field.value));
                    return "doubled";
                }
                case 2 -> {
                    field.type = TYPES[random.nextInt(TYPES.length)];
                    return "called type " + field.type;
                }
                case 3 -> {
                    field.id = random.nextInt(16);
                    return "called field " + field.id;
                }
                default -> {
                    return value(field);
                }
            }
        }

        private String value(Field field) {
            if (field.value instanceof Long number) {
                field.value = number(number);
                return number + " -> " + field.value;
            }
            if (field.value instanceof byte[] bytes) {
                field.value = bytes(bytes);
                return "of " + bytes.length + " bytes -> " + Arrays.toString((byte[]) field.value);
            }
            if (field.value instanceof Boolean is) {
                field.value = !is;
                return is + " -> " + field.value;
            }
            if (field.value instanceof Elements elements) {
                return elements(elements);
            }
            field.value = new Struct();
            return "emptied";
        }

        private String elements(Elements elements) {
            int size = elements.values.size();
            switch (random.nextInt(5)) {
                case 0 -> {
                    elements.lie = NUMBERS[random.nextInt(NUMBERS.length)];
                    return "claims " + elements.lie + " elements more";
                }
                case 1 -> elements.values.clear();
                case 2 -> {
                    if (size > 0) {
                        elements.values.remove(random.nextInt(size));
                    }
                }
                case 3 -> {
                    if (size > 0) {
                        int from = random.nextInt(size);
                        elements.values.add(random.nextInt(size), elements.values.get(from));
                    }
                }
                default -> {
                    elements.type = TYPES[random.nextInt(TYPES.length)];
                    return "elements called type " + elements.type;
                }
            }
            return size + " elements -> " + elements.values.size();
        }

        private String element(Slot slot) {
            List<Object> values = slot.elements().values;
            Field field = new Field(0, slot.elements().type, values.get(slot.element()));
            String what = value(field);
            values.set(slot.element(), field.value);
            return what;
        }

        private long number(long before) {
            return switch (random.nextInt(6)) {
                case 0 -> before + 1;
                case 1 -> before - 1;
                case 2 -> random.nextBoolean() ? 2 * before : before / 2;
                case 3 -> before ^ 1L << random.nextInt(random.nextBoolean() ? 8 : 63);
                default -> NUMBERS[random.nextInt(NUMBERS.length)];
            };
        }

        private byte[] bytes(byte[] before) {
            byte[] changed = before.clone();
            switch (random.nextInt(4)) {
                case 0 -> {
                    return new byte[0];
                }
                case 1 -> {
                    return Arrays.copyOf(before, random.nextInt(2 * before.length + 4));
                }
                case 2 -> random.nextBytes(changed);
                default -> {
                    if (changed.length > 0) {
                        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
                    }
                }
            }
            return changed;
        }

        private void body(Page page) {
            byte[] before = Arrays.copyOfRange(file.body, page.bodyFrom(), page.to());
            if (before.length == 0) {
                told.add(page.name() + " is empty");
                return;
            }
            boolean isCrcMended = !MutableFile.hasCrc(page) || random.nextInt(4) > 0;
            boolean areSizesMended = random.nextInt(4) > 0;
            String[] what = new String[1];
            byte[] after = body(before, what);
            int seen = areSizesMended ? after.length : Math.min(before.length, after.length);
            boolean isSame = seen <= before.length && Arrays.equals(before, 0, seen, after, 0, seen);
            isBelied |= !isCrcMended && !(isSame && (seen == before.length || !areSizesMended));
            file.putBody(page, after, areSizesMended, isCrcMended);
            told.add(page.name() + " body of " + before.length + " bytes " + what[0]
                    + (areSizesMended || before.length == after.length ? "" : ", sizes as they were")
                    + (MutableFile.hasCrc(page) ? isCrcMended ? ", crc mended" : ", crc as it was" : ""));
        }

        /** Levels and lengths stand at the beginning of most sections, so places near it are likelier. */
        private byte[] body(byte[] before, String[] what) {
            byte[] after = before.clone();
            int at = random.nextInt(random.nextBoolean() ? before.length : Math.min(before.length, 16));
            switch (random.nextInt(8)) {
                case 0, 1 -> {
                    int bit = random.nextInt(8);
                    after[at] ^= (byte) (1 << bit);
                    what[0] = "bit " + bit + " of byte " + at + " flipped";
                }
                case 2, 3 -> {
                    after[at] = (byte) NUMBERS[random.nextInt(NUMBERS.length)];
                    what[0] = "byte " + at + " " + before[at] + " -> " + after[at];
                }
                case 4 -> {
                    int length = Math.min(4, before.length - at);
                    long number = number(before.length);
                    byte[] word = ByteBuffer.allocate(8)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(number)
                            .array();
                    System.arraycopy(word, 0, after, at, length);
                    what[0] = "bytes from " + at + " hold " + number;
                }
                case 5 -> {
                    int lost = 1 + random.nextInt(Math.min(before.length - at, 9));
                    after = new byte[before.length - lost];
                    System.arraycopy(before, 0, after, 0, at);
                    System.arraycopy(before, at + lost, after, at, after.length - at);
                    what[0] = lost + " bytes from " + at + " lost";
                }
                case 6 -> {
                    int more = 1 + random.nextInt(9);
                    after = new byte[before.length + more];
                    System.arraycopy(before, 0, after, 0, at);
                    System.arraycopy(before, at, after, at + more, before.length - at);
                    what[0] = more + " zeroes put in at " + at;
                }
                default -> {
                    int to = Math.min(after.length, at + 1 + random.nextInt(20));
                    Arrays.fill(after, at, to, (byte) random.nextInt());
                    what[0] = "filled from " + at;
                }
            }
            return after;
        }

        private void movePage(List<Page> pages) {
            Page one = pages.get(random.nextInt(pages.size()));
            Page other = pages.get(random.nextInt(pages.size()));
            byte[] bytes = Arrays.copyOfRange(file.body, one.from(), one.to());
            if (random.nextBoolean()) {
                file.splice(other.from(), other.to(), bytes);
                told.add(other.name() + " replaced by " + one.name());
            } else if (random.nextBoolean()) {
                file.splice(other.from(), other.from() + 1, concat(bytes, file.body[other.from()]));
                told.add(one.name() + " repeated before " + other.name());
            } else {
                file.splice(one.from(), one.to(), new byte[0]);
                told.add(one.name() + " taken out");
            }
        }

        private static byte[] concat(byte[] bytes, byte last) {
            byte[] all = Arrays.copyOf(bytes, bytes.length + 1);
            all[bytes.length] = last;
            return all;
        }

        /** Without regard to structure. */
        private void plain() {
            byte[] bytes = bytes();
            if (bytes.length == 0) {
                told.add("nothing is left to change");
                return;
            }
            switch (random.nextInt(6)) {
                case 0 -> {
                    raw = Arrays.copyOf(bytes, random.nextInt(bytes.length));
                    told.add("cut off at " + raw.length + " of " + bytes.length);
                }
                case 1 -> {
                    int lost = 1 + random.nextInt(bytes.length);
                    raw = Arrays.copyOfRange(bytes, lost, bytes.length);
                    told.add("without the first " + lost + " bytes");
                }
                case 2 -> {
                    raw = bytes;
                    int at = Math.max(0, bytes.length - 8 + random.nextInt(8));
                    raw[at] ^= (byte) (1 << random.nextInt(8));
                    told.add("a bit of byte " + at + " in the trailer flipped");
                }
                case 3 -> {
                    raw = bytes;
                    int at = Math.max(0, bytes.length - 8);
                    int claimed = (int) number(bytes.length);
                    if (bytes.length >= 8) {
                        ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).putInt(at, claimed);
                    }
                    told.add("a footer of " + claimed + " bytes claimed");
                }
                case 4 -> {
                    raw = bytes;
                    int at = random.nextInt(bytes.length);
                    int to = Math.min(bytes.length, at + 1 + random.nextInt(40));
                    Arrays.fill(raw, at, to, (byte) 0);
                    told.add("zeroes from " + at + " to " + to);
                }
                default -> {
                    raw = bytes;
                    int at = random.nextInt(bytes.length);
                    int bit = random.nextInt(8);
                    raw[at] ^= (byte) (1 << bit);
                    told.add("bit " + bit + " of byte " + at + " flipped");
                }
            }
        }
    }
}
