def test_list_is_empty_without_books(client):
    response = client.get("/")
    assert response.status_code == 200
    assert b"<li>" not in response.data
