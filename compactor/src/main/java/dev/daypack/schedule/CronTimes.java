package dev.daypack.schedule;

import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/**
 * The points in time that a cron expression names, in UTC, to the second. Without state, so it can be asked about any
 * time.
 *
 * @param text as Quartz reads it: seconds, minutes, hours, day of month, month, day of week, and a year if wanted
 */
record CronTimes(String text) {

    private static final int MAX_CHARS = 200;

    private static final String FORM =
            "Give seconds, minutes, hours, day of month, month and day of week, in UTC, with ?"
                    + " for one of the two days; for example schedule.cron: \"0 30 2 * * ?\" for 02:30 every day";

    /** @throws BadCronException if the text is no cron expression */
    CronTimes {
        if (text.length() > MAX_CHARS) {
            throw new BadCronException(
                    "schedule.cron has " + text.length() + " characters, more than " + MAX_CHARS + ". " + FORM, null);
        }
        parse(text);
    }

    /** The first time strictly after an instant; empty if there is none any more. */
    Optional<Instant> nextAfter(Instant instant) {
        return Optional.ofNullable(parse(text).getNextValidTimeAfter(Date.from(instant)))
                .map(Date::toInstant);
    }

    /** The first time after the last completion that has already gone by; empty if none was missed. */
    Optional<Instant> firstMissed(Instant lastCompletion, Instant now) {
        return nextAfter(lastCompletion).filter(due -> !due.isAfter(now));
    }

    /** The error for an expression that is well formed but names no time to come. */
    BadCronException neverAgain(Instant now) {
        return new BadCronException(
                "schedule.cron \"" + printable(text) + "\" names no time after " + now + ". " + FORM, null);
    }

    /** As Quartz takes it; a new one each time, as they can be changed. */
    CronExpression expression() {
        return parse(text);
    }

    private static CronExpression parse(String text) {
        try {
            CronExpression expression = new CronExpression(text);
            expression.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
            return expression;
        } catch (ParseException | RuntimeException broken) {
            String problem = String.valueOf(broken.getMessage()).strip();
            String end = problem.endsWith(".") ? " " : ". ";
            throw new BadCronException(
                    "schedule.cron \"" + printable(text) + "\" is not a cron expression: " + printable(problem) + end
                            + FORM,
                    broken);
        }
    }

    private static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.chars().forEach(unit -> {
            if (unit >= 0x20 && unit < 0x7f) {
                out.append((char) unit);
            } else {
                out.append(String.format("\\u%04x", unit));
            }
        });
        return out.toString();
    }
}
