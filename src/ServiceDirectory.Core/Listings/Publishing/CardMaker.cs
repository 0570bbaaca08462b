namespace ServiceDirectory.Core.Listings.Publishing;

/// <summary>Prepares what a result shows, so that a search reads one small document per entry.</summary>
internal static class CardMaker
{
    private const int MostPhones = 2;

    // In the catalogue's order: free, no ID, any name, no name, no insurance, police, immigration.
    private static readonly int[] Shown = [1, 4, 5, 6, 7, 40, 42];

    /// <param name="content">One that may be published, so that it has a summary and somebody who runs it.</param>
    /// <param name="language">Of the page that shows it.</param>
    public static ServiceCard Card(ListingContent content, string language) => new()
    {
        Name = Words(content.Name, language),
        PaperName = Maybe(content.PaperName, language),
        Summary = Words(content.Summary!, language),
        Provider = Words(content.Provider.Name!, language),
        ProviderKind = content.Provider.Kind!.Value,
        Needs = content.Needs,
        Sites = [.. content.Sites.Select(s => new CardSite(
            s.Id, s.Kind, s.PlaceId, Maybe(s.Name, language), s.Street, s.ByAppointment, s.StopsByPhone))],
        Phones = [.. content.Phones.OrderByDescending(p => p.GivesHelp).Take(MostPhones)
            .Select(p => new CardPhone(p.Number, p.Country, Maybe(p.For, language)))],
        HelpsByPhone = KnownFacets.HelpsByPhone(content),
        HelpsOnline = KnownFacets.HelpsOnline(content),
        HelpsByPost = content.Post is not null,
        RemoteAreas = content.RemoteAreas,
        Cost = Maybe(content.Cost, language),
        Facts = [.. content.Access.Where(f => Shown.Contains(f.Facet)).OrderBy(f => Array.IndexOf(Shown, f.Facet))
            .Select(f => new CardFact(f.Facet, f.Yes, f.Value, Maybe(f.Note, language), f.SiteId))],
        Languages = content.StaffLanguages,
        HasWaitingList = content.Intake?.State is IntakeState.WaitingList,
    };

    private static CardText? Maybe(Text? text, string language) => text is null ? null : Words(text, language);

    private static CardText Words(Text text, string language)
    {
        var spoken = text.For(language);
        return new CardText(spoken.Value, spoken.Language == language ? null : spoken.Language);
    }
}
