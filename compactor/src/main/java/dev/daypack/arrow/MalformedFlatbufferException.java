package dev.daypack.arrow;

/** Bytes that are not the flatbuffer they should be. Never leaves the package. */
final class MalformedFlatbufferException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedFlatbufferException(String message) {
        super(message, null, false, false);
    }
}
