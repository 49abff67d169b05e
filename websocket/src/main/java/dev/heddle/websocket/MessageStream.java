package dev.heddle.websocket;

import dev.heddle.driver.WebSocketMessage;
import java.util.concurrent.Flow;

/** A socket's messages as Reactive Streams, both ways: {@link IncomingStream} to a subscriber, {@link OutgoingStream} from a source. */
final class MessageStream implements Flow.Processor<WebSocketMessage, WebSocketMessage> {

    private final IncomingStream incoming;
    private final OutgoingStream outgoing;

    MessageStream(WebSocketConnection connection) {
        incoming = new IncomingStream(connection);
        outgoing = new OutgoingStream(connection);
    }

    /** Returns the side of the subscriber. */
    IncomingStream incoming() {
        return incoming;
    }

    /** Returns the side of the source. */
    OutgoingStream outgoing() {
        return outgoing;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super WebSocketMessage> subscriber) {
        incoming.subscribe(subscriber);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        outgoing.onSubscribe(subscription);
    }

    @Override
    public void onNext(WebSocketMessage item) {
        outgoing.onNext(item);
    }

    @Override
    public void onError(Throwable throwable) {
        outgoing.onError(throwable);
    }

    @Override
    public void onComplete() {
        outgoing.onComplete();
    }
}
