package dev.heddle.driver;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** An executor whose tasks run when the test says so. */
final class TaskQueue implements Executor {

    private final Queue<Runnable> tasks = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    int size() {
        return tasks.size();
    }

    void runNext() {
        tasks.remove().run();
    }

    /** Runs the tasks, those that come meanwhile too. */
    void run() {
        while (!tasks.isEmpty()) {
            runNext();
        }
    }
}
