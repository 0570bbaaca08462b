using System.Collections;
using System.Globalization;
using System.Resources;
using ServiceDirectory.Web;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Tests.Pages;

/// <summary>The words of the pages as they stand in the file of one language, with nothing filled in from another.</summary>
internal static class WordingFiles
{
    private static readonly ResourceManager s_files = new("ServiceDirectory.Web.Resources.Wording", typeof(Wording).Assembly);

    public static IReadOnlyDictionary<string, string> In(string language) => s_files
        .GetResourceSet(language == PageLanguages.English ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(language), createIfNotExists: true, tryParents: false)!
        .Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
}
