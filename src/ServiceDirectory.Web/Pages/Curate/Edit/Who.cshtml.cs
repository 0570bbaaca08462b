using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Drafts;

namespace ServiceDirectory.Web.Pages.Curate.Edit;

/// <summary>Who runs it, and whether they said yes to being listed.</summary>
public sealed class WhoModel(DraftService drafts) : SectionModel(drafts)
{
    public override ListingSection Section => ListingSection.Who;

    protected override void Fill(ListingContent content)
    {
        Fill("provider.name", content.Provider.Name);
        Form.Add("provider.kind", content.Provider.Kind is { } kind ? EnumSlug.Of(kind) : "");
        Form.Add("provider.ours", content.Provider.OrganisationId == Seat.OrganisationId);
        Form.Add("consent.kind", content.Consent is { } consent ? EnumSlug.Of(consent.Kind) : "");
        Form.Add("consent.givenOn", SpecialDaysText.Write(content.Consent?.GivenOn));
        Form.Add("consent.note", content.Consent?.Note ?? "");
        Form.Add("consent.exactAddress", content.Consent is { ExactAddress: true });
        Form.Add("switches.openData", content.Switches.OpenData);
        Form.Add("switches.searchEngines", content.Switches.SearchEngines);
        Form.Add("switches.printAddress", content.Switches.PrintAddress);
    }

    protected override Task<ListingContent> ReadAsync(ListingContent now, CancellationToken cancellation)
    {
        var consent = Chosen<ConsentKind>("consent.kind") is { } kind
            ? new Consent
            {
                Kind = kind,
                GivenOn = Date("consent.givenOn"),
                Note = Form["consent.note"].Trim() is { Length: > 0 } note ? note : null,
                ExactAddress = Form["consent.exactAddress"].Length > 0,
            }
            : null;
        // Whose it is comes from the seat in which somebody sits, never from what was sent; another organisation's stays.
        bool isOurs = Form["provider.ours"].Length > 0, isTheirs = now.Provider.OrganisationId is { } runs && runs != Seat.OrganisationId;
        if (isOurs && isTheirs)
            Wrong.Add("provider.ours", "Entry.Wrong.NotOurs");
        return Task.FromResult(now with
        {
            Provider = now.Provider with
            {
                Name = Read("provider.name", now.Provider.Name),
                Kind = Chosen<ProviderKind>("provider.kind") ?? now.Provider.Kind,
                OrganisationId = isTheirs ? now.Provider.OrganisationId : isOurs ? Seat.OrganisationId : null,
            },
            Consent = consent,
            Switches = new PublicationSwitches
            {
                OpenData = Form["switches.openData"].Length > 0,
                SearchEngines = Form["switches.searchEngines"].Length > 0,
                PrintAddress = Form["switches.printAddress"].Length > 0,
            },
        });
    }
}
