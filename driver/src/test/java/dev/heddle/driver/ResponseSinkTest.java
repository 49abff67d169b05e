package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server's response as values, for who writes HTTP otherwise. */
class ResponseSinkTest {

    private final List<String> responses = new ArrayList<>();

    @Test
    void acceptanceIsTheFieldsOfTheHeadAndNothingIsWritten() {
        DriverTester tester =
                DriverTester.fresh(Role.SERVER, DriverTester.options().protocols(List.of("chat")));
        tester.driver.setHeader("Set-Cookie", "a=1");
        tester.driver.setHeader("Set-Cookie", "b=2");
        tester.feed(DriverTester.REQUEST.replace("Host:", "Sec-WebSocket-Protocol: chat\r\nHost:"));
        assertThat(start(tester)).isTrue();
        assertThat(responses).containsExactly("""
            101
            Set-Cookie: a=1
            Set-Cookie: b=2
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
            Sec-WebSocket-Protocol: chat
            """);
        assertThat(tester.sent()).isEmpty();
        assertThat(tester.driver.state()).isEqualTo(State.OPEN);
    }

    @Test
    void refusalIsAWholeResponse() {
        DriverTester tester = DriverTester.fresh(Role.SERVER).feed(DriverTester.REQUEST.replace(": 13", ": 25"));
        assertThat(start(tester)).isFalse();
        assertThat(responses).containsExactly("""
            426
            Content-Type: text/plain
            Sec-WebSocket-Version: 13
            Upgrade: websocket
            Connection: Upgrade
            Unsupported WebSocket version: 25\
            """);
        assertThat(tester.sent()).isEmpty();
        assertThat(tester.driver.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void draftIsRefusedAlsoWhereItIsAllowed() {
        for (String request : List.of(DriverTester.REQUEST_75, DriverTester.REQUEST_76)) {
            responses.clear();
            DriverTester tester = DriverTester.fresh(
                            Role.SERVER, DriverTester.options().allowDrafts(true))
                    .feed(request);
            assertThat(start(tester)).isFalse();
            assertThat(responses).singleElement().asString().startsWith("426\n");
            assertThat(tester.sent()).isEmpty();
        }
    }

    @Test
    void requestIsAnsweredOnce() {
        DriverTester tester = DriverTester.fresh(Role.SERVER);
        assertThat(start(tester)).isFalse();
        tester.feed(DriverTester.REQUEST);
        assertThat(start(tester)).isTrue();
        assertThat(start(tester)).isFalse();
        assertThat(tester.driver.start()).isFalse();
        assertThat(responses).hasSize(1);
    }

    @Test
    void responseComesInFrontOfWhatTheListenerSendsAtOnce() {
        DriverTester tester = DriverTester.fresh(Role.SERVER);
        tester.then(new DriverListener() {
            @Override
            public void onOpen() {
                responses.add("open");
            }
        });
        tester.feed(DriverTester.REQUEST);
        start(tester);
        assertThat(responses).hasSize(2).element(1).isEqualTo("open");
    }

    private boolean start(DriverTester tester) {
        return ((ServerDriver) tester.driver).start((status, headers, body) -> {
            StringBuilder response = new StringBuilder(status + "\n");
            headers.fields().forEach(field -> response.append(field.name() + ": " + field.value() + "\n"));
            responses.add(
                    response.append(new String(body, StandardCharsets.UTF_8)).toString());
        });
    }
}
