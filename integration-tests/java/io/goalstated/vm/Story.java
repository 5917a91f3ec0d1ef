package io.goalstated.vm;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Tells people on standard output what happens: chapters, and in them a line a fact with the time since the beginning. */
final class Story {
    private final Instant began = Instant.now();
    private final int chapters;
    private int chapter;

    Story(int chapters) {
        this.chapters = chapters;
    }

    void chapter(String title) {
        chapter++;
        print(String.format(Locale.ROOT, "%n%d/%d  %s", chapter, chapters, title));
    }

    void tell(String fact) {
        double seconds = Duration.between(began, Instant.now()).toMillis() / 1000.0;
        print(String.format(Locale.ROOT, "   %6.1f s  %s", seconds, fact));
    }

    /** What a command of the VM's has printed, line by line. */
    void quote(String output) {
        output.lines().forEach(line -> print("             | " + line));
    }

    private static void print(String text) {
        System.out.println(text);
        System.out.flush();
    }
}
