package dev.daypack.json;

/** Text that is not the JSON document it should be: the place in the document and what is wrong there. */
public final class MalformedJsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String place;
    private final String problem;

    /**
     * @param place such as {@code partitions["a/b/c/20260126"].rows} or {@code line 3, column 7}; safe to print
     * @param problem what was expected and what was found; safe to print
     */
    public MalformedJsonException(String place, String problem) {
        super(place + ": " + problem);
        this.place = place;
        this.problem = problem;
    }

    public String place() {
        return place;
    }

    public String problem() {
        return problem;
    }
}
