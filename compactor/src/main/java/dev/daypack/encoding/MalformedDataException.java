package dev.daypack.encoding;

/** Bytes that break the rules of their encoding or codec. The caller adds key, column and offset. */
public class MalformedDataException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MalformedDataException(String reason) {
        super(reason);
    }

    public MalformedDataException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
