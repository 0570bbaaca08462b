using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Core.Listings.Publishing;

/// <summary>
/// Which facts of the catalogue are a known yes and which a known no. Whatever is in neither is "not known" and never counted as
/// either. What ends by a date (trained, full, community-led) is compared by the query and is no bit here.
/// </summary>
internal sealed class KnownFacets(DirectoryCatalogue catalogue)
{
    private readonly Facet _evenings = Required(catalogue, "evenings-weekends");
    private readonly Facet _always = Required(catalogue, "24-hours");
    private readonly Facet _comesToYou = Required(catalogue, "comes-to-you");
    private readonly Facet _phone = Required(catalogue, "phone");
    private readonly Facet _online = Required(catalogue, "online");
    private readonly Facet _post = Required(catalogue, "post-delivery");
    private readonly Facet _languages = Required(catalogue, "languages");
    private readonly Facet _faithRun = Required(catalogue, "faith-run");
    private readonly Facet _governmentRun = Required(catalogue, "government-run");
    private readonly Facet _young = Required(catalogue, "young-people-note");
    private readonly Facet _noNeedToLeave = Required(catalogue, "no-need-to-leave-sex-work");

    public static bool HelpsAtADistance(ListingContent content) =>
        HelpsByPhone(content) || HelpsOnline(content) || content.Post is not null;

    public static bool HelpsByPhone(ListingContent content) => content.Phones.Any(p => p.GivesHelp);

    public static bool HelpsOnline(ListingContent content) => content.Messages.Any(m => m.GivesHelp);

    /// <summary>True everywhere in the service.</summary>
    public (long Yes, long No) OfService(ListingContent content)
    {
        var known = new Mask();
        foreach (var fact in content.Access.Where(f => f.SiteId is null))
            Add(ref known, fact);
        known.Set(_phone, HelpsByPhone(content));
        known.Set(_online, HelpsOnline(content));
        known.Set(_post, content.Post is { PlainPacket: true });
        known.Set(_faithRun, content.Provider.Kind == ProviderKind.FaithRun);
        known.Set(_governmentRun, content.Provider.Kind == ProviderKind.Public);
        if (content.StaffLanguages.Count > 0)
            known.Set(_languages, true);
        if (content.UnderEighteen is not null)
            known.Set(_young, true);
        // The database takes it away again where nobody has judged.
        known.Set(_noNeedToLeave, true);
        return (known.Yes, known.No);
    }

    public (long Yes, long No) OfSite(ListingContent content, Site site, WeekMinutes? hours)
    {
        var (yes, no) = OfService(content);
        var known = new Mask { Yes = yes, No = no };
        foreach (var fact in content.Access.Where(f => f.SiteId == site.Id))
            Add(ref known, fact);
        known.Set(_comesToYou, site.Kind == SiteKind.Mobile);
        Hours(ref known, hours, allKnown: true);
        return (known.Yes, known.No);
    }

    public (long Yes, long No) OfRemote(ListingContent content, WeekMinutes? hours, bool allHoursKnown)
    {
        var (yes, no) = OfService(content);
        var known = new Mask { Yes = yes, No = no };
        Hours(ref known, hours, allHoursKnown);
        return (known.Yes, known.No);
    }

    private void Add(ref Mask known, AccessFact fact)
    {
        var facet = catalogue.FindFacet(fact.Facet) ?? throw new ArgumentException($"There is no fact {fact.Facet}.", nameof(fact));
        // "Yes, with exceptions" is a known answer, and not a yes.
        known.Set(facet, fact.Yes && (facet.Values.Count == 0 || (fact.Value is not null && facet.CountsAsYes.Contains(fact.Value))));
    }

    private void Hours(ref Mask known, WeekMinutes? hours, bool allKnown)
    {
        if (hours is null)
            return;
        bool late = WeeklyHours.Bits(hours) != OpenBits.None;
        bool always = hours.Equals(WeekMinutes.All);
        if (late || allKnown)
            known.Set(_evenings, late);
        if (always || allKnown)
            known.Set(_always, always);
    }

    private static Facet Required(DirectoryCatalogue catalogue, string slug) => catalogue.FindFacet(slug)
        ?? throw new CatalogueException(CatalogueFiles.Facets, slug, "is missing; the program derives it");

    private struct Mask
    {
        public long Yes;
        public long No;

        public void Set(Facet facet, bool yes)
        {
            Yes = yes ? Yes | facet.Bit : Yes & ~facet.Bit;
            No = yes ? No & ~facet.Bit : No | facet.Bit;
        }
    }
}
