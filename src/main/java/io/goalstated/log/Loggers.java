package io.goalstated.log;

import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;

/** Hands out one logger per name; all write to the one output. */
final class Loggers implements ILoggerFactory {
    private final ConcurrentHashMap<String, LineLogger> loggers = new ConcurrentHashMap<>();
    private final LogOutput output = new LogOutput();

    @Override
    public Logger getLogger(String name) {
        LineLogger known = loggers.get(name);
        if (known != null) {
            return known;
        }
        LineLogger made = new LineLogger(name, output);
        LineLogger earlier = loggers.putIfAbsent(name, made);
        return earlier == null ? made : earlier;
    }

    LogOutput output() {
        return output;
    }
}
