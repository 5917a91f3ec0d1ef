package io.goalstated.log;

import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The switchboard of the log: set up once by the process's entry, changed on reload. */
public final class Logging {
    private final LogOutput output;

    private Logging(LogOutput output) {
        this.output = output;
    }

    /** The log of this process. Until it is told otherwise it is {@link LogSettings#QUIET}. */
    public static Logging ofThisProcess() {
        if (LoggerFactory.getILoggerFactory() instanceof Loggers loggers) {
            return new Logging(loggers.output());
        }
        throw new IllegalStateException("another SLF4J provider is on the class path");
    }

    /** Replaces the settings; a file that stays the same is not opened again. */
    public void use(LogSettings settings) {
        output.use(settings);
    }

    /** Opens the file again under its name, after somebody else has put it aside. */
    public void reopen() {
        output.reopen();
    }

    /** Writes further lines to the machine's console too, as far as it takes them; nobody waits for it. */
    public void echoTo(Path console) {
        output.echoTo(console);
    }

    /** The console gets no further lines. */
    public void endEcho() {
        output.endEcho();
    }

    /** The last lines, oldest first, for a diagnostic snapshot: at most 200. */
    public List<String> recent() {
        return output.recent();
    }

    /** Writes what is still held back and closes the file; later lines go to standard error only. */
    public void close() {
        output.close();
    }
}
