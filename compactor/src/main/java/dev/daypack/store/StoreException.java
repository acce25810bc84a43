package dev.daypack.store;

/** A store that did not do what was asked. The message is one line that names store, key, and what to do about it. */
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What went wrong, as far as the caller can act on it. */
    public enum Kind {
        /** No answer, time-outs, throttling beyond our retries. Try again later. */
        UNREACHABLE,
        /** Wrong credentials, or credentials without the permission. */
        REFUSED,
        /** The bucket or directory does not exist. */
        NO_SUCH_ROOT,
        /** A pinned read met another generation of the object. */
        CHANGED,
        /** A pinned read met no object. */
        MISSING,
        /** The store does not keep a promise that safety needs. */
        UNSAFE,
        /** Local scratch space or the disk is full. */
        NO_SPACE,
        /** Anything else the store reported. */
        FAILED
    }

    private final Kind kind;
    private final String key;

    public StoreException(Kind kind, String key, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.key = key;
    }

    public Kind kind() {
        return kind;
    }

    /** The key concerned, or empty when it is the whole store. */
    public String key() {
        return key;
    }
}
