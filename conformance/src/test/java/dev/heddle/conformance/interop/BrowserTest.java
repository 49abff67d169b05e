package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.ChildProcess;
import dev.heddle.conformance.command.HeddleServe;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebElement;

/** The page that {@code heddle serve} shows, in a real browser. */
class BrowserTest {

    @Tag("WS-041")
    @Tag("WS-060")
    @Test
    void browserEchoesMessagesOfEachSizeAndCloses() throws Exception {
        try (HeddleServe server = HeddleServe.start();
                TestPage page = TestPage.open(server.url())) {
            assertThat(page.state()).isEqualTo("Closed");
            page.click("connect");
            page.awaitEntry("[data-kind=open]");
            assertThat(page.state()).isEqualTo("Open");

            page.fill("text", "Grüße, 世界 \uD83E\uDDF5");
            page.click("send-text");
            page.awaitEntry("[data-kind=received][data-type=text][data-bytes='20'][data-identical=true]");

            page.fill("hex", "00 ff 10 80");
            page.click("send-binary");
            page.awaitEntry("[data-kind=received][data-type=binary][data-bytes='4'][data-identical=true]");

            page.sendLarge(1 << 20);
            page.awaitEntry("[data-kind=received][data-bytes='1048576'][data-identical=true]");
            page.sendLarge(60 << 20);
            page.awaitEntry("[data-kind=received][data-bytes='62914560'][data-identical=true]");

            page.fill("code", "3001");
            page.fill("reason", "enough");
            page.click("close");
            WebElement close = page.awaitEntry("[data-kind=close]");
            assertThat(close.getDomAttribute("data-code")).isEqualTo("3001");
            assertThat(close.getDomAttribute("data-clean")).isEqualTo("true");
            assertThat(page.state()).isEqualTo("Closed");
            assertThat(page.count("[data-kind=error]")).isZero();
            assertThat(page.count("[data-identical=false]")).isZero();

            Path picture = page.screenshot("page.png");
            assertThat(Files.size(picture)).isPositive();
            assertThat(page.consoleErrors()).isEmpty();
        }
    }

    @Tag("WS-117")
    @Test
    void browserIsToldThatTheServerGoesAway() throws Exception {
        try (HeddleServe server = HeddleServe.start("--path", "/chat");
                TestPage page = TestPage.open(server.url())) {
            page.click("connect");
            page.awaitEntry("[data-kind=open]");
            server.signal("TERM");
            WebElement close = page.awaitEntry("[data-kind=close]");
            assertThat(close.getDomAttribute("data-code")).isEqualTo("1001");
            assertThat(close.getDomAttribute("data-clean")).isEqualTo("true");
        }
    }

    @Tag("WS-125")
    @Tag("SEC-27")
    @Test
    void pageOfAnotherOriginIsRefused() throws Exception {
        try (HeddleServe server = HeddleServe.start();
                HeddleServe other = HeddleServe.start();
                TestPage page = TestPage.open(server.url())) {
            page.fill("url", other.url());
            page.click("connect");
            WebElement close = page.awaitEntry("[data-kind=close]");
            assertThat(close.getDomAttribute("data-code")).isEqualTo("1006");
            assertThat(page.count("[data-kind=open]")).isZero();
        }
    }

    @Tag("ES-002")
    @Test
    void browserResumesAnEventStreamWithAServerThatWasKilled() throws Exception {
        HeddleServe first = HeddleServe.start("--events");
        try (TestPage page = TestPage.open(first.url())) {
            page.await("#events[data-state=open]");
            page.awaitEvent(2);
            first.signal("KILL");
            first.awaitEnd(ChildProcess.PATIENCE);
            page.await("#events[data-state=connecting]");
            long seen = page.awaitEvent(2);
            try (HeddleServe second = HeddleServe.startAt(first.port(), "--events")) {
                page.await("#events[data-state=open]");
                page.awaitEvent(seen + 2);
                assertThat(page.await("#events").getDomAttribute("data-missing"))
                        .isEqualTo("0");
                assertThat(second.port()).isEqualTo(first.port());
            }
        } finally {
            first.close();
        }
    }
}
