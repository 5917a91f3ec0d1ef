package io.goalstated.cli;

import java.util.ArrayList;
import java.util.List;

/** Columns that line up; the last one is cut where the terminal ends. */
public final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final int width;

    /** @param width of the terminal in characters */
    public Table(int width, String... heading) {
        this.width = width;
        rows.add(List.of(heading));
    }

    /** Adds a row; line breaks and control characters inside a cell become blanks. */
    public Table row(String... cells) {
        List<String> row = new ArrayList<>();
        for (String cell : cells) {
            row.add(cell.replaceAll("\\p{Cntrl}+", " ").strip());
        }
        rows.add(row);
        return this;
    }

    public boolean isEmpty() {
        return rows.size() == 1;
    }

    @Override
    public String toString() {
        int columns = rows.get(0).size();
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                boolean last = i == columns - 1;
                line.append(last ? cut(row.get(i), line.length()) : padded(row.get(i), widthOf(i)));
                line.append(last ? "" : GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int widthOf(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String padded(String cell, int to) {
        return cell + " ".repeat(Math.max(0, to - cell.length()));
    }

    private String cut(String cell, int used) {
        int room = Math.max(20, width - used);
        return cell.length() <= room ? cell : cell.substring(0, room - 3) + "...";
    }
}
