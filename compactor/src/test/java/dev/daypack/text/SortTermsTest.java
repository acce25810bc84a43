package dev.daypack.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SortTermsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ts_event                     | ts_event
            ` ts_event ,trade_id desc`   | ts_event, trade_id desc
            a ASC,b DESC,c Desc          | a, b desc, c desc
            "event time"                 | "event time"
            "event time"desc , b         | "event time" desc, b
            "a,b" asc                    | "a,b"
            "say ""hi"" now"             | "say ""hi"" now"
            "plain"                      | plain
            desc desc                    | desc desc
            none                         | none
            ` none `                     | none
            "none"                       | "none"
            "none" desc, none2           | "none" desc, none2
            None                         | None
            asc                          | asc
            price.amount, ts             | price.amount, ts
            """)
    void spellingsAreReadAndWrittenInOneForm(String text, String canonical) {
        SortTerms terms = SortTerms.parse(text);
        assertEquals(canonical, terms.toString());
        assertEquals(terms, SortTerms.parse(canonical));
    }

    @Test
    void namesAndDirectionsComeOutInOrder() {
        SortTerms terms = SortTerms.parse("\"a \"\"b\"\"\" desc, c");
        assertEquals(List.of("a \"b\"", "c"), terms.names());
        assertEquals(Optional.of(new SortTerms.Term("a \"b\"", true)), terms.first());
        assertEquals(new SortTerms.Term("c", false), terms.terms().get(1));
    }

    @Test
    void noneIsTheOrderWithoutColumnsUnlessItStandsInQuotationMarks() {
        SortTerms none = SortTerms.parse("none");
        assertTrue(none.isNone());
        assertEquals(List.of(), none.names());
        assertEquals(Optional.empty(), none.first());
        SortTerms column = SortTerms.parse("\"none\"");
        assertFalse(column.isNone());
        assertEquals(List.of("none"), column.names());
        assertEquals(column, SortTerms.of("none"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``            | a name is missing
            ` , a`        | a name is missing
            a,            | a name is missing
            a,,b          | a name is missing
            a b           | only asc or desc
            a desc desc   | only asc or desc
            "a" "b"       | only asc or desc
            "a"b          | only asc or desc
            "a            | a quotation mark is missing
            ""            | a name is empty
            none desc     | none stands alone
            a, none       | none stands alone
            none, none    | none stands alone
            a, b, a desc  | column a is given twice
            a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q | 17 columns; 16 may be given
            """)
    void whatCannotBeReadIsToldInWords(String text, String complaint) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> SortTerms.parse(text));
        assertTrue(e.getMessage().contains(complaint), e.getMessage());
    }
}
