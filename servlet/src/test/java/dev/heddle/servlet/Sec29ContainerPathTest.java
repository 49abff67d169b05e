package dev.heddle.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.Endpoint;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Inside a container the path is what the container makes of it, so that its rules for paths can not be gone around. */
@Tag("SEC-29")
class Sec29ContainerPathTest {

    private static final List<String> WAYS = List.of(
            "/ws",
            "/ws?x",
            "/%77s",
            "//ws",
            "/./ws",
            "/x/../ws",
            "/ws/",
            "/ws;x",
            "/ws#f",
            "/WS",
            "/ws%2f",
            "/ws%00",
            "/%2e/ws",
            "/ws%3bx");

    @ParameterizedTest
    @EnumSource
    void whatAFilterForbidsByItsPathIsNotReachedByAnotherWayOfWritingIt(Container container) throws Exception {
        Endpoint endpoint =
                Endpoint.builder().path("/ws").listener(request -> new Echo()).build();
        Filter guard = (request, response, chain) -> {
            HttpServletRequest http = (HttpServletRequest) request;
            if (http.getServletPath().equals("/ws")) {
                ((HttpServletResponse) response).sendError(403);
            } else {
                chain.doFilter(request, response);
            }
        };
        List<String> answers = new ArrayList<>();
        try (Running running = container.start(new Application(new HeddleServlet(endpoint), "", "/", guard))) {
            for (String way : WAYS) {
                try (Client client = new Client(running)) {
                    client.send(client.handshake(way));
                    answers.add(way + " " + client.head().split(" ", 3)[1]);
                }
            }
        }
        assertThat(answers).first().isEqualTo("/ws 403");
        assertThat(answers).hasSameSizeAs(WAYS).noneMatch(answer -> answer.endsWith(" 101"));
    }
}
