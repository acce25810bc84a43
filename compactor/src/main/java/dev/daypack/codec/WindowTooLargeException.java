package dev.daypack.codec;

/** Packed bytes that can only be unpacked with more memory than the caller allows. */
public final class WindowTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WindowTooLargeException(String message, Throwable cause) {
        super(message, cause);
    }
}
