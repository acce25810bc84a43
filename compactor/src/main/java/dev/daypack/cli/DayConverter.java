package dev.daypack.cli;

import dev.daypack.text.Printable;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a day as {@code yyyyMMdd} or {@code yyyy-MM-dd}. */
final class DayConverter implements ITypeConverter<LocalDate> {

    @Override
    public LocalDate convert(String text) {
        try {
            boolean basic = text.length() == 8 && text.chars().allMatch(Character::isDigit);
            return LocalDate.parse(text, basic ? DateTimeFormatter.BASIC_ISO_DATE : DateTimeFormatter.ISO_LOCAL_DATE);
        } catch (DateTimeParseException bad) {
            throw new TypeConversionException(
                    "'" + Printable.of(text, 100) + "' is not a day; write 20260131 or 2026-01-31");
        }
    }
}
