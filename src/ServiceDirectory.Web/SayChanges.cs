using System.Globalization;
using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Changes;

namespace ServiceDirectory.Web;

/// <summary>How it is said what differs between two descriptions: hours, facts, places and texts in words.</summary>
public sealed class SayChanges(Wording words, Say say, SayHours hours, SayFacts facts, SayPlaces places, PlaceFinder finder, DirectoryCatalogue catalogue)
{
    public IEnumerable<SaidChange> Of(IEnumerable<ListingChange> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return changes.Select(change => new SaidChange(change.Path, Label(change), change.Class, Values(change, change.Before), Values(change, change.After)));
    }

    /// <summary>"Telephone +44 … · what it is for".</summary>
    private string Label(ListingChange change)
    {
        string label = words.Find($"Entry.{change.Label}") ?? words.Find($"Entry.{change.Label[..change.Label.LastIndexOf('.')]}") ?? change.Label;
        return Item(change.Item) is { Length: > 0 } item ? words["Entry.Of", item, label] : label;
    }

    private string? Item(object? item) => item switch
    {
        Site site => site.Name?.For(CultureInfo.CurrentUICulture.Name).Value ?? finder.Find(site.PlaceId)?.Name,
        Phone phone => phone.Number,
        MessageChannel message => message.App,
        AccessFact fact => catalogue.FindFacet(fact.Facet) is { } facet ? say.Label(facet) : null,
        _ => null,
    };

    private List<SaidValue> Values(ListingChange change, IReadOnlyList<ListingPart> parts) => [.. parts
        // Of something that is there as a whole, what is not so needs no line; of a text its language stands beside it.
        .Where(part => parts.Count == 1 || (part.Value is not false && !part.Label.EndsWith(".original", StringComparison.Ordinal)))
        .Select(part => Value(part, parts.Count > 1 && part.Label != change.Label ? words.Find($"Entry.{part.Label}") : null))];

    private SaidValue Value(ListingPart part, string? label) => part.Value switch
    {
        SaidIn said => new SaidValue(label, said.Words.Value, said.Language, said.Words.Machine ? words["Entry.Machine"] : null),
        IReadOnlyList<Text> texts => new SaidValue(label, string.Join('\n', texts.Select(text => text.OriginalWords)), null, null),
        IReadOnlyList<HoursRule> rules => new SaidValue(label, string.Join('\n', hours.Week(rules).Select(day => Noted($"{day.Day}: {day.Times}", day.Note))), null, null),
        IReadOnlyList<SpecialDay> days => new SaidValue(label, string.Join('\n', days.OrderBy(day => day.On).Select(day => Noted($"{say.Day(day.On)}: {hours.Times(day)}", day.Note))), null, null),
        IReadOnlyList<int> needs => new SaidValue(label, string.Join('\n', needs.Select(catalogue.FindNeed).OfType<Need>().Select(say.Label)), null, null),
        FactAnswer answer => new SaidValue(label, Fact(answer), null, null),
        _ => new SaidValue(label, Plain(part), null, null),
    };

    private string Plain(ListingPart part) => (part.Label, part.Value) switch
    {
        ("remoteAreas", IReadOnlyList<string> areas) => places.Areas(areas),
        (_, IReadOnlyList<string> tags) => say.Languages(tags),
        ("sites.placeId", int place) => finder.Find(place) is { } town ? SayPlaces.Full(town) : place.ToString(CultureInfo.InvariantCulture),
        ("sites.radiusKm", double km) => say.Radius(km),
        (_, true) => words["Entry.Yes"],
        (_, false) => words["Entry.No"],
        (_, LocalDate day) => say.ShortDay(day),
        (_, GeoPoint point) => string.Create(CultureInfo.InvariantCulture, $"{point.Latitude}, {point.Longitude}"),
        (_, Profile profile) => words[$"Vetting.Profile.{profile}"],
        (_, ProviderKind kind) => words[$"Provider.{kind}"],
        (_, ConsentKind kind) => words[$"Entry.Consent.{kind}"],
        (_, SiteKind kind) => words[$"Entry.SiteKind.{kind}"],
        (_, IntakeState state) => words[$"Entry.Intake.{state}"],
        (var label, string tag) when label.EndsWith(".original", StringComparison.Ordinal) => Say.Language(tag),
        ("access.siteId" or "provider.organisationId", _) => words["Entry.Another"],
        (_, System.Collections.ICollection) => words["Entry.Another"],
        _ => Convert.ToString(part.Value, CultureInfo.InvariantCulture) ?? "",
    };

    private string Fact(FactAnswer answer)
    {
        if (catalogue.FindFacet(answer.Facet) is not { } facet)
            return EnumSlug.Of(FactState.NotKnown);
        var said = facts.Fact(facet, answer.Yes, answer.Value);
        return $"{said.Shape} {said.Words}";
    }

    private static string Noted(string line, Text? note) => note is null ? line : $"{line} ({note.For(CultureInfo.CurrentUICulture.Name).Value})";
}

/// <summary>One difference in words.</summary>
/// <param name="Before">None: it was not there.</param>
/// <param name="After">None: it is not there any more.</param>
public sealed record SaidChange(string Path, string Label, ChangeClass Class, IReadOnlyList<SaidValue> Before, IReadOnlyList<SaidValue> After);

/// <param name="Label">Which part of a whole; null: there is only this.</param>
/// <param name="Words">Lines.</param>
/// <param name="Language">BCP 47 tag, where it is somebody's words.</param>
/// <param name="Origin">What has to be said of them.</param>
public sealed record SaidValue(string? Label, string Words, string? Language, string? Origin);
