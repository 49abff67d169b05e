package dev.heddle.netty;

import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;

/** An endpoint in the streams of an application's own server of HTTP/2. */
class EndpointStreamsContractTest extends Http2ServerContractTest {

    @Override
    int serve(WebSocketListener listener, WebSocketOptions options) {
        Http2Application application = new Http2Application(Endpoint.builder()
                .listener(request -> listener)
                .options(options)
                .build());
        atEnd(application);
        return application.port();
    }
}
