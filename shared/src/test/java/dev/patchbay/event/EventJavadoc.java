package dev.patchbay.event;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The Javadoc of the records of this package, as the JDK's compiler reads it. */
final class EventJavadoc {
    private static final Path SOURCES = Path.of("src/main/java/dev/patchbay/event");

    private final Map<String, Text> texts = new HashMap<>();

    /**
     * The Javadoc of one record, as Markdown on one line.
     *
     * @param fields the texts of {@code @param}, by name
     */
    record Text(String description, Map<String, String> fields) {}

    private EventJavadoc() {}

    static EventJavadoc read() {
        EventJavadoc javadoc = new EventJavadoc();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
                Stream<Path> sources = Files.list(SOURCES)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources.toList()));
            DocTrees docs = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                javadoc.new Types().scan(unit, docs);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return javadoc;
    }

    /** @throws IllegalStateException if the record has no Javadoc */
    Text of(Class<?> type) {
        String name =
                type.getName().replace('$', '.').substring(type.getPackageName().length() + 1);
        Text text = texts.get(name);
        if (text == null) {
            throw new IllegalStateException(name + " has no Javadoc");
        }
        return text;
    }

    private final class Types extends TreePathScanner<@Nullable Void, DocTrees> {
        @Override
        public @Nullable Void visitClass(ClassTree type, DocTrees docs) {
            DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
            if (comment != null && type.getKind() == Tree.Kind.RECORD) {
                texts.put(name(getCurrentPath()), text(comment));
            }
            return super.visitClass(type, docs);
        }
    }

    /** The name of a type with those around it, {@code ConnectionEvent.Expired}. */
    private static String name(TreePath path) {
        TreePath around = path.getParentPath();
        String simple = ((ClassTree) path.getLeaf()).getSimpleName().toString();
        return around.getLeaf() instanceof ClassTree ? name(around) + "." + simple : simple;
    }

    private static Text text(DocCommentTree comment) {
        Map<String, String> fields = comment.getBlockTags().stream()
                .filter(ParamTree.class::isInstance)
                .map(ParamTree.class::cast)
                .collect(Collectors.toMap(tag -> tag.getName().toString(), tag -> markdown(tag.getDescription())));
        return new Text(markdown(comment.getFullBody()), fields);
    }

    private static String markdown(List<? extends DocTree> trees) {
        return trees.stream()
                .map(EventJavadoc::markdown)
                .collect(Collectors.joining())
                .replaceAll("\\s+", " ");
    }

    private static String markdown(DocTree tree) {
        return switch (tree) {
            case TextTree text -> text.getBody();
            case LiteralTree code -> "`" + code.getBody().getBody() + "`";
            default -> throw new IllegalStateException("The text of an event has only words and {@code …}: " + tree);
        };
    }
}
