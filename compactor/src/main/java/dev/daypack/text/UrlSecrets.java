package dev.daypack.text;

import java.util.regex.Pattern;

/**
 * Takes out of a text that may be a URL what may be a secret: everything between {@code //} and the last {@code @}
 * (user and password, also with slashes in them, as secret keys have), what looks like such a pair without its end, and
 * the query of a signed URL. Rather too much than too little.
 */
public final class UrlSecrets {

    /** Stands where something was taken out. */
    public static final String MASK = "********";

    private static final Pattern USER_INFO = Pattern.compile("//.*@", Pattern.DOTALL);

    /** The same, of which somebody forgot or lost the end: what follows a colon in the host's place and is no port. */
    private static final Pattern LOST_END = Pattern.compile("//[^/]*:(?!\\d{1,5}(?:[/?#]|$)).*", Pattern.DOTALL);

    /** Parameters that make a request valid for whoever has the URL: of both signature versions of S3. */
    private static final Pattern SIGNED_QUERY = Pattern.compile(
            "[?&](X-Amz-[A-Z-]+|AWSAccessKeyId|Signature|Security-Token)=.*",
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private UrlSecrets() {}

    /** The text without what may be a secret. It is not made printable. */
    public static String masked(String text) {
        String withoutUser = USER_INFO.matcher(text).replaceAll("//" + MASK + "@");
        String withoutEnd = LOST_END.matcher(withoutUser).replaceAll("//" + MASK);
        return SIGNED_QUERY.matcher(withoutEnd).replaceAll("?" + MASK);
    }

    /** Whether the text carries a signature in its query: who has it needs no keys. */
    public static boolean isSigned(String text) {
        return SIGNED_QUERY.matcher(text).find();
    }
}
