package dev.heddle.conformance.compression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.Driver;
import dev.heddle.driver.DriverListener;
import dev.heddle.driver.OutputQueue;
import dev.heddle.driver.ProtocolError;
import dev.heddle.driver.State;
import dev.heddle.permessagedeflate.PermessageDeflate;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in requests and responses, and what a client says of a response that it can not accept. */
class CompressedHandshakeTest {

    private static final String DURING = "Error during WebSocket handshake: ";
    private static final String FIELD = "Sec-WebSocket-Extensions: ";

    private static PermessageDeflate with(String options) {
        return options.isEmpty()
                ? PermessageDeflate.defaults()
                : PermessageDeflate.builder().setAll(options).build();
    }

    /** Returns what a server with these options answers, or an empty string. */
    private static String answer(String options, String offers) {
        Side side = Side.fresh(Who.SERVER, with(options)).shakeHands(offers);
        assertThat(side.driver.state()).isEqualTo(State.OPEN);
        String head = side.takeHead();
        assertThat(head).startsWith("HTTP/1.1 101 ");
        String answer = field(head);
        assertThat(side.driver.extensions()).isEqualTo(answer.isEmpty() ? null : answer);
        return answer;
    }

    private static String field(String head) {
        int start = head.indexOf(FIELD);
        return start < 0 ? "" : head.substring(start + FIELD.length(), head.indexOf("\r\n", start));
    }

    @Tag("PMD-001")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                            | permessage-deflate; client_max_window_bits",
                "noContextTakeover             | permessage-deflate; client_no_context_takeover;"
                        + " client_max_window_bits",
                "maxWindowBits=9               | permessage-deflate; client_max_window_bits=9",
                "requestNoContextTakeover      | permessage-deflate; server_no_context_takeover;"
                        + " client_max_window_bits",
                "requestMaxWindowBits=10       | permessage-deflate; server_max_window_bits=10; client_max_window_bits",
            })
    void clientOffersLegalParameters(String options, String offer) {
        Side client = Side.fresh(Who.CLIENT, with(options));
        client.driver.start();
        String sent = field(client.takeHead());
        List<String> parts = List.of(sent.split("; ", -1));
        assertThat(parts).containsExactlyInAnyOrder(offer.split("; ", -1)).startsWith("permessage-deflate");
    }

    @Tag("PMD-002")
    @Tag("PMD-003")
    @Tag("PMD-004")
    @Tag("SEC-10")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "foo",
                "client_no_context_takeover; client_no_context_takeover",
                "server_max_window_bits=9; server_max_window_bits=9",
                "client_no_context_takeover=1",
                "server_no_context_takeover=true",
                "server_max_window_bits",
                "server_max_window_bits=7",
                "server_max_window_bits=16",
                "server_max_window_bits=08",
                "server_max_window_bits=+9",
                "server_max_window_bits=8.0",
                "server_max_window_bits=-8",
                "server_max_window_bits=99999999999999999999",
                "client_max_window_bits=7",
                "client_max_window_bits=16",
                "client_max_window_bits=015"
            })
    void serverDeclinesWhatIsNotLegalAndTakesTheNextOffer(String parameters) {
        String offer = "permessage-deflate; " + parameters;
        assertThat(answer("", offer)).isEmpty();
        assertThat(answer("", offer + ", permessage-deflate; server_max_window_bits=12"))
                .isEqualTo("permessage-deflate; server_max_window_bits=12");
    }

    @Tag("PMD-005")
    @Tag("WS-124")
    @Test
    void serverTakesTheFirstOfferThatItCanHonour() {
        assertThat(answer("", "permessage-deflate; server_max_window_bits=7, permessage-deflate"))
                .isEqualTo("permessage-deflate");
        assertThat(answer("", "permessage-deflate; server_max_window_bits=9, permessage-deflate"))
                .isEqualTo("permessage-deflate; server_max_window_bits=9");
        for (int bits = 8; bits <= 15; bits++) {
            assertThat(answer("", "permessage-deflate; server_max_window_bits=" + bits))
                    .isEqualTo("permessage-deflate; server_max_window_bits=" + bits);
        }
    }

    @Tag("PMD-006")
    @Tag("PMD-014")
    @Tag("PMD-016")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                       | foo",
                "''                       | server_no_context_takeover=1",
                "''                       | client_no_context_takeover=0",
                "''                       | server_no_context_takeover; server_no_context_takeover",
                "''                       | server_max_window_bits",
                "''                       | server_max_window_bits=7",
                "''                       | server_max_window_bits=16",
                "''                       | server_max_window_bits=08",
                "''                       | client_max_window_bits",
                "''                       | client_max_window_bits=16",
                "requestMaxWindowBits=10  | server_max_window_bits=11",
                "requestMaxWindowBits=10  | server_no_context_takeover",
                "requestNoContextTakeover | server_max_window_bits=10",
                "maxWindowBits=9          | client_max_window_bits=10",
            })
    void clientFailsForAResponseThatItCanNotAccept(String options, String parameters) {
        String text = DURING + "Server sent unacceptable extension parameters: permessage-deflate; " + parameters;
        assertThat(refusal(options, "permessage-deflate; " + parameters)).isEqualTo(text);
    }

    @Tag("PMD-007")
    @Test
    void clientFailsForAResponseThatRepeatsOrInvents() {
        assertThat(refusal("", "permessage-deflate, permessage-deflate"))
                .isEqualTo(DURING + "Server sent two extension responses that use the RSV1 bit:"
                        + " \"permessage-deflate\" and \"permessage-deflate\"");
        assertThat(refusal("", "permessage-deflate, x-webkit-deflate-frame"))
                .isEqualTo(
                        DURING + "Server sent an extension response for unknown extension \"x-webkit-deflate-frame\"");
    }

    @Tag("PMD-014")
    @Tag("PMD-016")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                      | permessage-deflate",
                "''                      | permessage-deflate; client_max_window_bits=10",
                "''                      | permessage-deflate; server_max_window_bits=9",
                "''                      | permessage-deflate; server_no_context_takeover; client_no_context_takeover",
                "requestMaxWindowBits=10 | permessage-deflate; server_max_window_bits=10",
                "requestMaxWindowBits=10 | permessage-deflate; server_max_window_bits=8",
                "maxWindowBits=9         | permessage-deflate; client_max_window_bits=8",
            })
    void clientAcceptsWhatItAskedForOrLess(String options, String response) {
        Side client = Side.fresh(Who.CLIENT, with(options)).shakeHands(response);
        assertThat(client.driver.state()).isEqualTo(State.OPEN);
        assertThat(client.driver.extensions()).isEqualTo(response);
    }

    @Tag("PMD-008")
    @Tag("PMD-009")
    @Test
    void serverSaysThatItForgetsIfItDoes() {
        assertThat(answer("", "permessage-deflate; server_no_context_takeover"))
                .isEqualTo("permessage-deflate; server_no_context_takeover");
        assertThat(answer("noContextTakeover", "permessage-deflate"))
                .isEqualTo("permessage-deflate; server_no_context_takeover");
        Side server = Side.open(Who.SERVER, with("noContextTakeover"), "permessage-deflate");
        server.driver.text("Hello");
        server.driver.text("Hello");
        assertThat(server.log()).containsExactly("[c1 f248cdc9c90700]", "[c1 f248cdc9c90700]");
    }

    @Tag("PMD-015")
    @Test
    void serverBoundsTheClientsWindowOnlyIfThatOffersIt() {
        assertThat(answer("requestMaxWindowBits=10", "permessage-deflate")).isEqualTo("permessage-deflate");
        assertThat(answer("requestMaxWindowBits=10", "permessage-deflate; client_max_window_bits"))
                .isEqualTo("permessage-deflate; client_max_window_bits=10");
        assertThat(answer("requestMaxWindowBits=10", "permessage-deflate; client_max_window_bits=9"))
                .isEqualTo("permessage-deflate; client_max_window_bits=9");
        assertThat(answer("", "permessage-deflate; client_max_window_bits")).isEqualTo("permessage-deflate");
        assertThat(answer("", "permessage-deflate; client_max_window_bits=10"))
                .isEqualTo("permessage-deflate; client_max_window_bits=10");
    }

    @Tag("SEC-09")
    @ParameterizedTest
    @ValueSource(strings = {"permessage-deflate; a=\"b", "permessage-deflate;;", "permessage-deflate; =1"})
    void malformedHeadersAreRefusedByBoth(String header) {
        Side server = Side.fresh(Who.SERVER, PermessageDeflate.defaults()).shakeHands(header);
        assertThat(server.takeHead()).startsWith("HTTP/1.1 400 Bad Request\r\n");
        assertThat(refusal("", header)).isEqualTo(DURING + "Invalid Sec-WebSocket-Extensions header: " + header);
    }

    /** Returns what a client says of a response, whose code is 1010. */
    private static String refusal(String options, String response) {
        List<String> errors = new ArrayList<>();
        OutputQueue output = new OutputQueue();
        Driver client = Driver.client(
                "ws://h/",
                Side.options(with(options)).random(bytes -> {}).build(),
                output,
                driver -> new DriverListener() {
                    @Override
                    public void onError(ProtocolError error) {
                        assertThat(error.code()).isEqualTo(1010);
                        errors.add(error.message());
                    }
                });
        client.start();
        long request = output.size();
        client.parse(ByteBuffer.wrap(Side.response(response).getBytes(StandardCharsets.ISO_8859_1)));
        assertThat(client.state()).isEqualTo(State.CLOSED);
        assertThat(output.size()).isEqualTo(request);
        assertThat(errors).hasSize(1);
        return errors.get(0);
    }
}
