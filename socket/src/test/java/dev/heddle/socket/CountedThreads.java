package dev.heddle.socket;

import java.util.concurrent.Executor;

/** Counts the threads that are busy. */
final class CountedThreads implements Executor {

    private int busy;
    private int most;

    @Override
    public void execute(Runnable task) {
        change(1);
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } finally {
                change(-1);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private synchronized void change(int by) {
        busy += by;
        most = Math.max(most, busy);
        notifyAll();
    }

    synchronized int most() {
        return most;
    }

    synchronized void awaitAtMost(int number) throws InterruptedException {
        while (busy > number) {
            wait();
        }
    }
}
