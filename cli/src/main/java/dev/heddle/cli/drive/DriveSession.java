package dev.heddle.cli.drive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heddle.driver.ClientDriver;
import dev.heddle.driver.Headers;
import dev.heddle.driver.Request;
import dev.heddle.driver.WebSocketUrl;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Drivers that were made by lines of JSON, each under the id of the line that made it. */
public final class DriveSession {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static {
        // A message of the largest size, in hexadecimal, is longer than what the library takes for sane.
        JSON.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(Integer.MAX_VALUE)
                        .build());
    }

    private final Map<Integer, Driven> drivers = new HashMap<>();

    /** Creates a session without drivers. */
    public DriveSession() {}

    /**
     * Carries out a line.
     *
     * @return the answer, one line of JSON; never throws because of the line
     */
    public String answer(String line) {
        ObjectNode answer = JSON.createObjectNode();
        answer.putNull("id");
        try {
            Fields fields = new Fields(JSON.readTree(line), "A line");
            JsonNode id = fields.optional("id");
            answer.set("id", id == null ? NullNode.instance : id);
            carryOut(fields, answer);
        } catch (JsonProcessingException e) {
            answer.put("error", "Not JSON: " + e.getOriginalMessage());
        } catch (LineException e) {
            answer.put("error", e.getMessage());
        }
        return answer.toString();
    }

    private void carryOut(Fields line, ObjectNode answer) throws LineException {
        String op = line.text("op");
        if (op.equals("new")) {
            int id = line.number("id");
            if (drivers.containsKey(id)) {
                throw new LineException("There is a driver " + id + " already");
            }
            try {
                drivers.put(id, make(line));
            } catch (IllegalArgumentException e) {
                throw new LineException(String.valueOf(e.getMessage()));
            }
            answer.put("driver", id);
            return;
        }
        Driven driven = find(line.number("driver"));
        try {
            JsonNode returned = driven.call(op, line);
            answer.set("returned", returned);
        } catch (IllegalArgumentException | IllegalStateException e) {
            answer.put("thrown", e.getMessage());
        } catch (RuntimeException e) {
            // A fault of the driver's, which should be seen and should not end the session.
            answer.put("thrown", e.toString());
        }
        driven.describe(answer);
    }

    private Driven find(int id) throws LineException {
        Driven driven = drivers.get(id);
        if (driven == null) {
            throw new LineException("Unknown driver: " + id);
        }
        return driven;
    }

    private Driven make(Fields line) throws LineException {
        String kind = line.text("driver");
        return switch (kind) {
            case "http" -> DrivenDriver.http(request(line), Options.of(line));
            case "server" -> DrivenDriver.server(Options.of(line));
            case "client" -> DrivenDriver.client(line.text("url"), Options.of(line));
            case "proxy" -> proxy(line);
            default -> throw new LineException("Unknown kind of driver: " + kind);
        };
    }

    private Driven proxy(Fields line) throws LineException {
        int of = line.number("of");
        if (find(of) instanceof DrivenDriver client && client.driver() instanceof ClientDriver driver) {
            return new DrivenProxy(client, driver, line.text("url"));
        }
        throw new LineException("Driver " + of + " is no client");
    }

    /** Reads a request; where the line has a URL of its own, the request is one that came to that. */
    private static Request request(Fields line) throws LineException {
        Fields request = line.object("request");
        Headers headers = headers(request.objectIfAny("headers"));
        String method = request.text("method", "GET");
        if (line.optional("url") == null) {
            return Request.of(method, request.text("url"), headers);
        }
        WebSocketUrl url = WebSocketUrl.parse(line.text("url"));
        Headers others = Headers.of(headers.fields().stream()
                .filter(field -> !field.name().toLowerCase(Locale.ROOT).equals("host"))
                .toList());
        return new Request(method, url.resource(), "HTTP/1.1", others.with("Host", url.authority()), url.secure());
    }

    /** Reads headers; a list as value stands for several fields of that name. */
    private static Headers headers(Fields fields) throws LineException {
        Headers headers = Headers.empty();
        for (String name : fields.names()) {
            JsonNode value = fields.optional(name);
            if (value != null && value.isArray()) {
                for (String member : fields.texts(name)) {
                    headers = headers.with(name, member);
                }
            } else {
                headers = headers.with(name, fields.text(name));
            }
        }
        return headers;
    }
}
