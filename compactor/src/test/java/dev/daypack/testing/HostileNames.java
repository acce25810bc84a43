package dev.daypack.testing;

import java.util.ArrayList;
import java.util.List;

/** Names that somebody may give to a file or an object to see what happens. None has an unpaired surrogate. */
public final class HostileNames {

    private HostileNames() {}

    /** All of them; some have slashes in them, one is empty. */
    public static List<String> all() {
        List<String> names = new ArrayList<>();
        names.addAll(waysOut());
        names.addAll(controls());
        names.addAll(invisibles());
        names.addAll(lookAlikes());
        names.addAll(lengthsAndEdges());
        names.addAll(commands());
        names.addAll(ownSyntax());
        return List.copyOf(names);
    }

    private static List<String> waysOut() {
        return List.of(
                "..",
                ".",
                "...",
                "....",
                "../x",
                "../../x",
                "x/../../y",
                "..%2f",
                "..%2F..%2Fetc%2Fpasswd",
                "%2e%2e",
                "%2e%2e%2f",
                "%2E",
                "%252e%252e%252f",
                "%00",
                "%0d%0a",
                "%",
                "%zz",
                "+",
                "a+b",
                "a%20b",
                "..\\",
                "..\\..\\x",
                "a\\b",
                "\\\\host\\share",
                "C:\\x",
                "..;x",
                "~",
                "~root",
                "/x",
                "x//y",
                "x/",
                "x/./y",
                "\u2215x",
                "..\u2215x",
                "..\uFF0Fx",
                "\uFF0E\uFF0E",
                "\u2024\u2024",
                "..\u0000",
                ".. ",
                ".daypack-tmp",
                "compacted",
                "locks",
                "_state.json",
                "lost+found");
    }

    private static List<String> controls() {
        return List.of(
                "a\nb",
                "a\rb",
                "a\r\nINFO  partition=forged outcome=success",
                "a\tb",
                "\u0000",
                "a\u0000.parquet",
                "a\u0007b",
                "a\bb",
                "\u001b[2Jb",
                "a\u001b]0;owned\u0007b",
                "a\u001b[31mred\u001b[0m",
                "a\u009b31mb",
                "a\u0085b",
                "a\u2028b",
                "a\u2029b",
                "a\u007fb",
                "a\u000bb",
                "a\u001ab");
    }

    private static List<String> invisibles() {
        List<String> names = new ArrayList<>();
        String points = "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\u200B\u200C\u200D\u200E\u200F\uFEFF"
                + "\u00AD\u061C\u180E\u2060\uFFF9\uFFFB";
        points.codePoints().forEach(point -> names.add("a" + Character.toString(point) + "b"));
        names.add("a" + Character.toString(0xE0001) + "b");
        names.add("gpj.\u202Etekrap");
        names.add("\uE000");
        names.add("\u0378");
        names.add("\uFFFF");
        return names;
    }

    private static List<String> lookAlikes() {
        return List.of(
                "b\u0456nance",
                "\u0430",
                "\u00E9",
                "e\u0301",
                "\uFB01",
                "\u212A",
                "\u0131",
                "\u0130",
                "\u00DF",
                "\uFF22",
                Character.toString(0x1D401),
                Character.toString(0x1F600),
                "a" + "\u0301".repeat(60),
                "\u0661");
    }

    private static List<String> lengthsAndEdges() {
        return List.of(
                "",
                "a".repeat(128),
                "a".repeat(129),
                "a".repeat(200),
                "a.",
                "a..",
                "a ",
                " a",
                " ",
                "\u00A0",
                "\u3000",
                "-",
                "--",
                "-a",
                "-rf",
                "--help",
                "--raw=x",
                ".a",
                "_a",
                "__",
                "CON",
                "con.parquet",
                "PRN",
                "AUX",
                "NUL",
                "nul.txt",
                "COM1",
                "LPT9",
                "CLOCK$",
                "a:b",
                "a::$DATA",
                "desktop.ini",
                "Thumbs.db",
                ".DS_Store");
    }

    private static List<String> commands() {
        return List.of(
                "$(touch pwned)",
                "`touch pwned`",
                "a;touch pwned",
                "a&touch pwned",
                "a|touch pwned",
                "a\ntouch pwned",
                "a'b",
                "a''b",
                "'; touch pwned; '",
                "a\"b",
                "\"$(touch pwned)\"",
                "!!",
                "!x",
                "{a,b}",
                "[a]",
                "a b",
                "#x",
                "${x}",
                "${jndi:ldap://127.0.0.1/x}",
                "%s%n%d",
                "{}",
                "{0}",
                "%d{yyyy}",
                "$1",
                "a>pwned",
                "a<b",
                "a*",
                "a?b",
                "*",
                "<script>alert(1)</script>",
                "<!--",
                "]]>",
                "&lt;",
                "' OR 1=1 --",
                "=cmd|' /C calc'!A0",
                "@SUM(1)",
                "=ls",
                "^a",
                "(a)");
    }

    private static List<String> ownSyntax() {
        return List.of(
                "=",
                "a=b",
                "exchange=x",
                "date=20260126",
                "a=b=c",
                "{exchange}",
                "{date:yyyyMMdd}",
                "\\u0041",
                "null",
                "true",
                "NaN",
                "0",
                "1e999",
                "20260230",
                "data.parquet",
                "meta.json",
                "a\u0001\u0002",
                "a,b",
                "a..b");
    }
}
