package io.goalstated.platform;

import java.time.Duration;

/** Time as the event loop sees it: a clock that never goes back, and timers whose tasks run on the loop. */
public interface Timers {
    /** Nanoseconds on a monotonic clock; only differences mean something. */
    long nanoTime();

    /** Runs the task once, after the delay, unless cancelled first. Whoever starts a timer cancels it on stop. */
    Timer after(Duration delay, Runnable task);

    /** Runs the task on the loop soon, in the order of the calls. The one method that any thread may call. */
    void onLoop(Runnable task);

    /** A started timer. */
    interface Timer {
        /** Harmless when it has run already. */
        void cancel();
    }
}
