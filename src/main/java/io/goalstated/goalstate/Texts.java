package io.goalstated.goalstate;

import io.goalstated.xml.Element;
import java.util.ArrayList;
import java.util.List;

/** The texts of a list of elements, empty ones left out. */
final class Texts {
    private Texts() {}

    static List<String> of(List<Element> elements) {
        List<String> texts = new ArrayList<>();
        for (Element element : elements) {
            if (!element.text().isEmpty()) {
                texts.add(element.text());
            }
        }
        return texts;
    }
}
