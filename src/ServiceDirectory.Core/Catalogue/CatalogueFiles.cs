namespace ServiceDirectory.Core.Catalogue;

/// <summary>The files in <c>Catalogue/</c>, carried in the assembly.</summary>
internal static class CatalogueFiles
{
    public const string Needs = "needs.json";
    public const string Facets = "facets.json";
    public const string Criteria = "criteria.json";

    /// <summary>How words are compared in one language: <c>matching-es.json</c>.</summary>
    public const string MatchingPrefix = "matching-";

    /// <summary>What people type in one language: <c>synonyms-es.json</c>.</summary>
    public const string SynonymsPrefix = "synonyms-";

    /// <summary>The words of one more language: <c>words-es.json</c>. (With a dot the build would make a satellite assembly of it.)</summary>
    public const string WordsPrefix = "words-";

    private const string Folder = "Catalogue/";

    /// <summary>File name → text.</summary>
    public static Dictionary<string, string> Embedded()
    {
        var assembly = typeof(CatalogueFiles).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .ToDictionary(name => name[Folder.Length..], name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return reader.ReadToEnd();
            });
    }
}
