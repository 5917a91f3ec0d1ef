package io.goalstated.account;

import java.nio.charset.StandardCharsets;

/** Lines of the machine's databases of users, and names that somebody gives. */
public final class AccountsFuzz {
    private AccountsFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        text.lines().forEach(Account::parse);
        UserName.parse(text)
                .ifPresent(user ->
                        SudoRules.parse(text).allowing(user, true).without(user).text());
    }
}
