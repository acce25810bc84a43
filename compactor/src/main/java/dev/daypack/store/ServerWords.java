package dev.daypack.store;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * What a server says of itself in the head of an answer.
 *
 * @param server its name and perhaps version; empty if it says nothing
 * @param date the time by its clock, to the second
 */
record ServerWords(String server, Optional<Instant> date) {

    private static final int LONGEST_CHARS = 200;

    static ServerWords of(SdkHttpResponse answer) {
        String server = answer.firstMatchingHeader("Server").orElse("");
        return new ServerWords(
                server.length() > LONGEST_CHARS ? server.substring(0, LONGEST_CHARS) : server,
                answer.firstMatchingHeader("Date").flatMap(ServerWords::parsed));
    }

    private static Optional<Instant> parsed(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
