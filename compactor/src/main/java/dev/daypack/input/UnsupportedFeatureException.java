package dev.daypack.input;

/** A well-formed feature of the format that this version does not read; named, never misread. */
final class UnsupportedFeatureException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnsupportedFeatureException(String feature) {
        super(feature + " is not read by this version");
    }
}
