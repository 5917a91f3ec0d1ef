package io.goalstated.goalstate;

import io.goalstated.goalstate.MalformedGoalState.Document;
import io.goalstated.xml.Element;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The users who were given access just in time (spec 01 §4.6). */
public record RemoteAccess(List<User> users) {
    /**
     * One user.
     *
     * @param name as sent; whether the system accepts it is the caller's business
     * @param encryptedPassword base64 of a CMS envelope, unopened
     * @param expiration empty when absent or unreadable, which is this user's error only
     */
    public record User(String name, String encryptedPassword, Optional<Instant> expiration) {
        @Override
        public String toString() {
            return "User[" + name + ", ***, " + expiration + "]";
        }
    }

    public RemoteAccess {
        users = List.copyOf(users);
    }

    /** The users of that text; an empty text has none. Users without a name are left out. */
    public static RemoteAccess parse(String text) throws MalformedGoalState {
        if (text.isBlank()) {
            return new RemoteAccess(List.of());
        }
        Element root = XmlDocument.root(Document.REMOTE_ACCESS, "RemoteAccess", text);
        List<User> users = new ArrayList<>();
        for (Element user : root.items("Users", "User")) {
            Optional<String> name = user.firstText("Name");
            if (name.isPresent()) {
                users.add(new User(
                        name.get(),
                        user.firstText("Password").orElse(""),
                        user.firstText("Expiration").flatMap(ExpirationDate::parse)));
            }
        }
        return new RemoteAccess(users);
    }
}
