package dev.daypack.quality;

/** Bytes that are not the JSON they should be. Never leaves the package: what was read knows the key and the remedy. */
final class MalformedDocumentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String place;
    private final String problem;

    MalformedDocumentException(String place, String problem) {
        super(place + ": " + problem);
        this.place = place;
        this.problem = problem;
    }

    String place() {
        return place;
    }

    String problem() {
        return problem;
    }
}
