package dev.heddle.extensions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.extensions.ExtensionHeader.Element;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionHeaderTest {

    @Test
    void namesAndParametersAreReadInOrder() {
        List<Element> elements = ExtensionHeader.parse("a; x; y=1 ;z=\"q\",\tb , a; x=2; x=3");

        assertThat(elements).extracting(Element::name).containsExactly("a", "b", "a");
        Parameters first = elements.get(0).parameters();
        assertThat(first.names()).containsExactly("x", "y", "z");
        assertThat(first.flag("x")).isTrue();
        assertThat(first.number("y")).hasValue(1);
        assertThat(first.string("z")).isEqualTo("q");
        assertThat(elements.get(2).parameters().all("x")).containsExactly("2", "3");
    }

    @Test
    @Tag("WS-122")
    void quotedTokenEqualsTheToken() {
        assertThat(ExtensionHeader.parse("a; b=\"c\"")).isEqualTo(ExtensionHeader.parse("a; b=c"));
    }

    @Test
    @Tag("WS-122")
    void emptyListMembersAreSkipped() {
        assertThat(ExtensionHeader.parse("a, ,b")).extracting(Element::name).containsExactly("a", "b");
    }

    @ParameterizedTest
    @Tag("WS-122")
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "a;;b",
                "a; b=",
                "a;",
                "a; b=\"c d\"",
                "a; b=\"c",
                "a; b=\"",
                "a b",
                "=",
                "é",
                "a; b=\"\""
            })
    void whatBreaksTheGrammarIsRefused(String header) {
        assertThatThrownBy(() -> ExtensionHeader.parse(header))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid Sec-WebSocket-Extensions header: " + header);
    }

    @Test
    void serializeQuotesOnlyWhatIsNoToken() {
        Parameters parameters = Parameters.empty().with("flag").with("n", 8).with("s", "a \"b\"");

        assertThat(ExtensionHeader.serialize(
                        List.of(new Element("x", parameters), new Element("y", Parameters.empty()))))
                .isEqualTo("x; flag; n=8; s=\"a \\\"b\\\"\", y");
    }

    @Test
    void numbersAreStrict() {
        for (String value : List.of("08", "+9", "8.0", "-1", "99999999999999999999")) {
            assertThat(Parameters.empty().with("n", value).number("n"))
                    .as(value)
                    .isEmpty();
        }
        assertThat(Parameters.empty().with("n", "0").number("n")).hasValue(0);
    }

    /** CVE-2020-7662: an unclosed quote made a regular expression backtrack without end. */
    @Test
    @Tag("WS-122")
    @Tag("SEC-18")
    void unclosedQuoteOfBackslashesIsReadInOnePass() {
        String header = "a; b=\"" + "\\c".repeat(1_000_000);

        assertThatThrownBy(() -> ExtensionHeader.parse(header)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("SEC-18")
    void aHundredThousandParametersAreReadInOnePass() {
        String header = "a" + "; b".repeat(100_000) + "; c=1";

        Parameters parameters = ExtensionHeader.parse(header).get(0).parameters();

        assertThat(parameters.all("b")).hasSize(100_000);
        assertThat(parameters.number("c")).hasValue(1);
    }
}
