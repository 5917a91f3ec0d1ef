package io.goalstated.account;

import java.util.ArrayList;
import java.util.List;

/**
 * The text of a sudoers file that holds one line a user (spec 03 §4.5). VMAccess rewrites the same file: a line begins with
 * the plain name and a blank.
 */
record SudoRules(List<String> lines) {
    SudoRules {
        lines = List.copyOf(lines);
    }

    static SudoRules parse(String text) {
        return new SudoRules(text.lines().toList());
    }

    /** Lets the user do everything, asked for the password or not; another rule of the user's own goes. */
    SudoRules allowing(UserName user, boolean withPassword) {
        String rule = user + (withPassword ? " ALL=(ALL) ALL" : " ALL=(ALL) NOPASSWD: ALL");
        List<String> changed = new ArrayList<>();
        boolean placed = false;
        for (String line : lines) {
            boolean mine = belongsTo(line, user);
            if (!mine) {
                changed.add(line);
            } else if (!placed) {
                changed.add(rule);
                placed = true;
            }
        }
        if (!placed) {
            changed.add(rule);
        }
        return new SudoRules(changed);
    }

    /** Without the lines that begin with that name, not one that merely contains it (S12). */
    SudoRules without(UserName user) {
        return new SudoRules(
                lines.stream().filter(line -> !belongsTo(line, user)).toList());
    }

    private static boolean belongsTo(String line, UserName user) {
        return line.strip().split("\\s", 2)[0].equals(user.value());
    }

    String text() {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
