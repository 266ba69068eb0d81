package org.tangramcrm.itests;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.util.diff.DiffUtils;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the api bundles promise stands in a text file beside each, so that nobody changes it without
 * noticing. A promise that is meant to change is renewed with {@code -Dgolden.update=true}.
 */
class ApiCompatibilityTest {
  private static final Path BUNDLES = Path.of("..", "bundles");
  private static final Pattern EXPORTED = Pattern.compile("([\\w.]+);version=\"([^\"]+)\"");

  @TestFactory
  Stream<DynamicTest> apisAreWhatTheyWerePromisedToBe() throws IOException {
    try (var folders = Files.list(BUNDLES)) {
      return folders
          .map(folder -> folder.resolve("api"))
          .filter(api -> Files.exists(api.resolve("pom.xml")))
          .sorted()
          .toList()
          .stream()
          .map(api -> DynamicTest.dynamicTest(symbolicName(api), () -> check(api)));
    }
  }

  private static String symbolicName(Path api) {
    return "org.tangramcrm." + api.getParent().getFileName() + ".api";
  }

  private static void check(Path api) throws IOException {
    var promise = api.resolve("api.txt");
    var now = signatures(symbolicName(api));
    if (Boolean.getBoolean("golden.update")) {
      Files.write(promise, now);
      return;
    }
    assertThat(promise).as("write it with -Dgolden.update=true").exists();
    var changes = changes(Files.readAllLines(promise), now);
    assertThat(changes)
        .withFailMessage(
            () ->
                """
                The API is not what %s promises (- was promised, + is there now):
                %s
                Who uses it may break. Where the change is meant, raise the @Version of its package, write the promise anew by

                  mvn verify -pl itests -am -DskipITs -Dtest=ApiCompatibilityTest -Dsurefire.failIfNoSpecifiedTests=false -Dgolden.update=true

                and commit the file with the change."""
                    .formatted(promise.normalize(), changes))
        .isEmpty();
  }

  /** The lines that differ, below those that they belong to. */
  private static String changes(List<String> promised, List<String> now) {
    return DiffUtils.diff(promised, now).getDeltas().stream()
        .map(
            delta ->
                owners(now, delta.getRevised().getPosition())
                    + marked("- ", delta.getOriginal().getLines())
                    + marked("+ ", delta.getRevised().getLines()))
        .collect(joining());
  }

  private static String owners(List<String> lines, int position) {
    var owners = "";
    var depth = position < lines.size() ? depth(lines.get(position)) : 1;
    for (int at = position - 1; at >= 0 && depth > 0; at--) {
      if (depth(lines.get(at)) < depth) {
        depth = depth(lines.get(at));
        owners = "  " + lines.get(at) + "\n" + owners;
      }
    }
    return owners;
  }

  private static int depth(String line) {
    return line.length() - line.stripLeading().length();
  }

  private static String marked(String mark, List<String> lines) {
    return lines.stream().map(line -> mark + line + "\n").collect(joining());
  }

  // ---- the bundle

  private static List<String> signatures(String symbolicName) throws IOException {
    var lines = new ArrayList<String>();
    try (var bundle = bundle(symbolicName)) {
      var exported = new TreeMap<String, String>();
      // Quoted lists of packages within the header would be taken for exported ones.
      var header =
          bundle
              .getManifest()
              .getMainAttributes()
              .getValue("Export-Package")
              .replaceAll(";uses:=\"[^\"]*\"", "");
      EXPORTED
          .matcher(header)
          .results()
          .forEach(export -> exported.put(export.group(1), export.group(2)));
      exported.forEach(
          (name, version) -> lines.addAll(Signatures.of(name, version, types(bundle, name))));
    }
    return lines;
  }

  private static JarFile bundle(String symbolicName) throws IOException {
    var loader = ApiCompatibilityTest.class.getClassLoader();
    for (URL manifest : Collections.list(loader.getResources(JarFile.MANIFEST_NAME))) {
      if (manifest.openConnection() instanceof JarURLConnection jar
          && symbolicName.equals(
              jar.getManifest().getMainAttributes().getValue("Bundle-SymbolicName"))) {
        return new JarFile(jar.getJarFile().getName());
      }
    }
    throw new AssertionError(symbolicName + " is not among the dependencies of itests/pom.xml");
  }

  private static Collection<Class<?>> types(JarFile bundle, String packageName) {
    var file = Pattern.compile(Pattern.quote(packageName.replace('.', '/')) + "/([^/]+)\\.class");
    return bundle.stream()
        .map(entry -> file.matcher(entry.getName()))
        .filter(matcher -> matcher.matches() && !matcher.group(1).equals("package-info"))
        .<Class<?>>map(matcher -> load(packageName + "." + matcher.group(1)))
        .toList();
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, ApiCompatibilityTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
