package dev.heddle.benchmarks.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

final class BarPlotTest {

    private static final Panel PANEL =
            new Panel("1 & 2 < 3", List.of(new Bar("Heddle", 1, true), new Bar("A <peer>", 10, false)));

    @Test
    void plotIsWellFormedXml() throws ParserConfigurationException, IOException, SAXException {
        String svg = BarPlot.of("Title", "a & b", List.of(PANEL, PANEL, PANEL), scale());
        Document document = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)));
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(document.getElementsByTagName("path").getLength()).isEqualTo(6);
    }

    @Test
    void oursIsHighlighted() {
        String svg = BarPlot.of("Title", "", List.of(PANEL), scale());
        assertThat(svg).containsOnlyOnce("<path class=\"ours\"").containsOnlyOnce("<path class=\"bar\"");
    }

    @Test
    void darkPagesHaveColorsOfTheirOwn() {
        assertThat(BarPlot.of("Title", "", List.of(PANEL), scale())).contains("prefers-color-scheme: dark");
    }

    @Test
    void logarithmicScaleHasOneTwoFive() {
        Scale scale = Scale.logarithmic(1, 60, Double::toString);
        assertThat(scale.ticks()).containsExactly(1.0, 2.0, 5.0, 10.0, 20.0, 50.0);
        assertThat(scale.position(1)).isZero();
        assertThat(scale.position(60)).isCloseTo(1, within(1e-9));
        assertThat(scale.position(0.5)).isZero();
    }

    @Test
    void linearScaleBeginsAtZero() {
        assertThat(Scale.linear(93.9, Double::toString).ticks()).containsExactly(0.0, 20.0, 40.0, 60.0, 80.0);
        assertThat(Scale.linear(30, Double::toString).ticks()).containsExactly(0.0, 10.0, 20.0, 30.0);
        assertThat(Scale.linear(2, Double::toString).ticks()).containsExactly(0.0, 0.5, 1.0, 1.5, 2.0);
        assertThat(Scale.linear(50, Double::toString).position(25)).isCloseTo(0.5, within(1e-9));
    }

    private static Scale scale() {
        return Scale.logarithmic(1, 10, Double::toString);
    }
}
