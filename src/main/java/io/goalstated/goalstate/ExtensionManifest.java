package io.goalstated.goalstate;

import io.goalstated.extension.VersionNumber;
import io.goalstated.goalstate.MalformedGoalState.Document;
import io.goalstated.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The list of packages that a publisher offers for one handler (spec 01 §9.1). */
public record ExtensionManifest(List<Release> releases) {
    /**
     * One version.
     *
     * @param uris where its zip can be had; may be empty
     * @param internal listed under {@code InternalPlugins}; chosen like any other
     */
    public record Release(VersionNumber version, List<String> uris, boolean internal) {
        public Release {
            uris = List.copyOf(uris);
        }
    }

    public ExtensionManifest {
        releases = List.copyOf(releases);
    }

    /**
     * The manifest of that text. An entry whose version is none is left out: it could not be asked for.
     *
     * @throws MalformedGoalState when the text is no manifest at all
     */
    public static ExtensionManifest parse(String text) throws MalformedGoalState {
        Element root = XmlDocument.root(Document.MANIFEST, "PluginVersionManifest", text);
        List<Release> releases = new ArrayList<>();
        for (Element part : root.children()) {
            if (part.name().equals("Plugins") || part.name().equals("InternalPlugins")) {
                addReleases(part, part.name().equals("InternalPlugins"), releases);
            }
        }
        return new ExtensionManifest(releases);
    }

    private static void addReleases(Element part, boolean internal, List<Release> releases) {
        for (Element plugin : part.children("Plugin")) {
            Optional<VersionNumber> version = plugin.firstText("Version").flatMap(VersionNumber::parse);
            if (version.isPresent()) {
                releases.add(new Release(version.get(), Texts.of(plugin.items("Uris", "Uri")), internal));
            }
        }
    }

    /** The newest package that satisfies the request (spec 01 §9.2); of equally new ones the last listed. */
    public Optional<Release> choose(VersionNumber requested) {
        Optional<Release> chosen = Optional.empty();
        for (Release release : releases) {
            boolean older = chosen.isPresent() && chosen.get().version().isNewerThan(release.version());
            if (!older && release.version().satisfies(requested)) {
                chosen = Optional.of(release);
            }
        }
        return chosen;
    }
}
