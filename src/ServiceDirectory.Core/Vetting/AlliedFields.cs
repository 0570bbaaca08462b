using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;

namespace ServiceDirectory.Core.Vetting;

/// <summary>Which fields of allied organisations an entry touches. The database holds the same (<c>directory.fields_of</c>).</summary>
public static class AlliedFields
{
    // Romani and its own languages (ISO 639-3): no need of the catalogue says Roma, and a language in which somebody is helped does.
    private static readonly string[] s_romani = ["rom", "rmc", "rmf", "rml", "rmn", "rmo", "rmw", "rmy"];

    /// <summary>Needs of each field, by slug.</summary>
    public static IReadOnlyDictionary<OrganisationField, IReadOnlyList<string>> Needs { get; } = new Dictionary<OrganisationField, IReadOnlyList<string>>
    {
        [OrganisationField.Drugs] =
        [
            "safer-use-supplies", "naloxone", "drug-checking", "medication-treatment", "drug-alcohol-support", "chemsex-support", "safer-use-space",
        ],
        [OrganisationField.Migration] = ["immigration-advice", "asylum", "detention-deportation", "interpreting"],
        [OrganisationField.TransCare] = ["hormones", "gender-care", "name-gender-papers"],
        [OrganisationField.Hiv] = ["hiv-testing", "pep", "prep", "hiv-care"],
        [OrganisationField.Roma] = [],
        [OrganisationField.Prison] = ["criminal-record", "prison-support"],
        [OrganisationField.Youth] = ["young-people"],
    };

    public static IReadOnlyList<OrganisationField> Of(ListingContent content, DirectoryCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(content);
        return Of(content.Needs, content.StaffLanguages.Concat(content.InterpreterLanguages), catalogue);
    }

    /// <param name="needs">Numbers of the catalogue.</param>
    /// <param name="languages">In which somebody is helped or told something: BCP 47.</param>
    /// <param name="catalogue">Knows the needs.</param>
    public static IReadOnlyList<OrganisationField> Of(IEnumerable<int> needs, IEnumerable<string> languages, DirectoryCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(needs);
        ArgumentNullException.ThrowIfNull(languages);
        ArgumentNullException.ThrowIfNull(catalogue);
        var slugs = needs.Select(catalogue.FindNeed).OfType<Need>().Select(need => need.Slug).ToHashSet();
        bool isInRomani = languages.Any(tag => s_romani.Contains(tag.Split('-')[0]));
        return [.. Needs.Where(field => field.Value.Any(slugs.Contains) || (field.Key == OrganisationField.Roma && isInRomani)).Select(field => field.Key).Order()];
    }
}
