package dev.daypack.roundtrip;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.parquet.io.api.Binary;

/**
 * Decimals as big-endian two's complement bytes: of one length, or of as many bytes as are needed and sometimes more,
 * since such a padding must survive too.
 *
 * @param limit largest unscaled value
 * @param lengthBytes of each value, or 0
 */
record Decimals(BigInteger limit, int lengthBytes) implements Domain {

    @Override
    public Object edge(SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0 -> binary(limit, random.nextInt(3));
            case 1 -> binary(limit.negate(), random.nextInt(3));
            case 2 -> binary(BigInteger.ZERO, random.nextInt(3));
            case 3 -> binary(BigInteger.ONE.negate(), random.nextInt(3));
            default -> binary(BigInteger.ONE, random.nextInt(3));
        };
    }

    @Override
    public Object any(SplittableRandom random) {
        byte[] magnitude = new byte[1 + random.nextInt(limit.bitLength() / 8 + 1)];
        random.nextBytes(magnitude);
        return binary(new BigInteger(magnitude).remainder(limit), 0);
    }

    @Override
    public Object at(long place) {
        return binary(BigInteger.valueOf(place * 5).min(limit), 0);
    }

    private Binary binary(BigInteger value, int padding) {
        byte[] shortest = value.toByteArray();
        byte[] bytes = new byte[lengthBytes > 0 ? lengthBytes : shortest.length + padding];
        int sign = bytes.length - shortest.length;
        Arrays.fill(bytes, 0, sign, (byte) value.signum() < 0 ? (byte) -1 : 0);
        System.arraycopy(shortest, 0, bytes, sign, shortest.length);
        return Binary.fromConstantByteArray(bytes);
    }
}
