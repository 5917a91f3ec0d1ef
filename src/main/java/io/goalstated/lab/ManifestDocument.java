package io.goalstated.lab;

import java.util.List;

/** The list of a handler's versions and where to get them (spec 01 §9.1). */
record ManifestDocument(String handler, List<String> versions, Links links) {
    String write() {
        StringBuilder out = new StringBuilder(Xml.HEADER)
                .append("<PluginVersionManifest xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\">\n  <Plugins>\n");
        for (String version : versions) {
            out.append("    <Plugin><Version>")
                    .append(Xml.escape(version))
                    .append("</Version><Uris><Uri>")
                    .append(Xml.escape(links.packageCopy("packages", handler, version)))
                    .append("</Uri><Uri>")
                    .append(Xml.escape(links.packageCopy("packages2", handler, version)))
                    .append("</Uri></Uris></Plugin>\n");
        }
        return out.append("  </Plugins>\n  <InternalPlugins/>\n</PluginVersionManifest>\n")
                .toString();
    }
}
