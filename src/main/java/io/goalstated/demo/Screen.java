package io.goalstated.demo;

import java.util.List;

/**
 * What the story is told on.
 *
 * @param isInteractive whether a person watches, so that a line may be overwritten
 * @param width in characters
 * @param table how columns are laid out
 */
public record Screen(boolean isInteractive, int width, Columns table) {
    /** Lays rows out under a heading; every line ends with a line break. */
    @FunctionalInterface
    public interface Columns {
        String of(List<String> heading, List<List<String>> rows);
    }
}
