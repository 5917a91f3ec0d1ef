package io.goalstated.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/**
 * Puts the story on the terminal. What lasts is a line; what is going on is one live line that is overwritten, or, where
 * nobody watches, lines like the others. Everything comes from one thread.
 */
final class Storyteller {
    private static final String ERASE = "\r\033[K";

    private final PrintWriter out;
    private final Screen screen;
    private final InstantSource clock;
    private final Instant start;
    private String live = "";

    Storyteller(PrintWriter out, Screen screen, InstantSource clock) {
        this.out = out;
        this.screen = screen;
        this.clock = clock;
        this.start = clock.instant();
    }

    void line(String text) {
        erase();
        out.println(clean(text));
        out.flush();
    }

    void act(int number, int of, String title) {
        line("");
        line(number + "/" + of + "  " + title);
    }

    /** Something that lasts, with the time since the beginning. */
    void event(String who, String what) {
        line(stamped(who, what));
    }

    /** What the handler does now. */
    void activity(String who, String what) {
        if (!screen.isInteractive()) {
            event(who, what);
        }
    }

    /** What all of them do now; nothing to say when it is empty. */
    void activities(String all) {
        if (screen.isInteractive() && !all.equals(live)) {
            erase();
            live = all;
            out.print(cut(stamped("now", clean(all))));
            out.flush();
        }
    }

    void table(List<String> heading, List<List<String>> rows) {
        erase();
        out.print(screen.table().of(heading, rows));
        out.flush();
    }

    private void erase() {
        if (!live.isEmpty()) {
            out.print(ERASE);
            live = "";
        }
    }

    private String stamped(String who, String what) {
        double seconds = Duration.between(start, clock.instant()).toMillis() / 1000.0;
        return String.format(Locale.ROOT, "%7.1f s  %-22s  %s", seconds, who, what);
    }

    /** A live line that wraps could not be overwritten. */
    private String cut(String text) {
        int room = screen.width() - 1;
        return text.length() <= room ? text : text.substring(0, Math.max(0, room - 3)) + "...";
    }

    /** Handlers' messages shall not steer the terminal. */
    private static String clean(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}
