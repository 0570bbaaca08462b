using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Vetting;

namespace ServiceDirectory.Core.Listings;

/// <summary>
/// What is shown only when the service itself has said so. The database holds the same (<c>0030_consents.sql</c>, <c>0034_shown_alone.sql</c>).
/// </summary>
public static class ConsentRules
{
    /// <summary>Whether a service is shown only with its yes, because of what it is.</summary>
    public static bool NeedsYes(ListingContent content) => NeedsYes(content, DirectoryCatalogue.Default) is not null;

    /// <summary>Whether it is run by a public body or a non-governmental organisation, of which nobody needs a yes.</summary>
    public static bool IsPublicBody(ListingContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return content.Provider.Kind is ProviderKind.Public or ProviderKind.Ngo;
    }

    /// <summary>Why a service is listed only with its yes, as the beginning of a sentence; null: it may be a public body that needs none.</summary>
    public static string? NeedsYes(ListingContent content, DirectoryCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(catalogue);
        if (content.Provider.Kind == ProviderKind.Community)
            return "A service run by its community";
        var need = content.Needs.Select(catalogue.FindNeed)
            .FirstOrDefault(n => n is not null && VettingOptions.ConsentNeeds.Contains(n.Slug));
        if (need is not null)
            return $"'{need.Label}'";
        return content.Sites.Any(s => s.Kind == SiteKind.Mobile) ? "Outreach" : null;
    }

    /// <summary>
    /// Whether an exact address is there without the service's own word. A public body or a non-governmental organisation has said where it
    /// is to everybody, unless it gives help that is shown only with a yes.
    /// </summary>
    public static bool LacksAddressWord(ListingContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return content.Sites.Any(site => site.Kind == SiteKind.Address)
            && content.Consent is not { ExactAddress: true }
            && (NeedsYes(content) || !IsPublicBody(content));
    }
}
