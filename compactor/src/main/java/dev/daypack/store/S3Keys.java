package dev.daypack.store;

/** An access key and its secret. Shows neither. */
public record S3Keys(String accessKey, String secretKey) {

    public S3Keys {
        if (accessKey.isBlank() || secretKey.isBlank()) {
            throw new IllegalArgumentException("access key and secret key go together; give both or neither");
        }
    }

    @Override
    public String toString() {
        return "S3Keys[********]";
    }
}
